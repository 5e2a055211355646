import json
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from catalog.curation import Curadoria
from trilha.accounts.models import User

PEOPLE = settings.BASE_DIR / "fixtures" / "demo_people.json"


class Command(BaseCommand):
    help = "Make the people of a development site. Who exists already is left as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("demo_people needs DEBUG=1: everybody can read its passwords.")
        self.stdout.write("People to sign in as:")
        for who in json.loads(PEOPLE.read_text()):
            make(who)
            self.stdout.write("  {email:<18} {password:<20} {purpose}".format(**who))


@transaction.atomic
def make(who: dict[str, Any]) -> None:
    email = who["email"]
    if User.objects.filter(email=email).exists():
        return
    user = User.objects.create_user(
        email, who["password"], name=who["name"], is_staff=who["curator"]
    )
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if who["curator"]:
        user.groups.add(Curadoria.ensure())
