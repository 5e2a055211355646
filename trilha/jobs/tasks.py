from django.core.management import call_command
from django.tasks import task


@task
def command(name: str, *options: str) -> None:
    """Run one of our commands, which must be safe to repeat."""
    call_command(name, *options, verbosity=0)
