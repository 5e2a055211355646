from django.contrib.auth.management import create_permissions
from django.db import migrations

from catalog.curation import Curadoria


def let_the_group_decide(apps, schema_editor):
    # Permissions are made after all migrations; the group cannot wait for them.
    config = apps.get_app_config("catalog")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    config.models_module = None
    Curadoria.ensure(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0002_curadoria"),
        ("catalog", "0005_suggestion_decided_by"),
    ]

    operations = [migrations.RunPython(let_the_group_decide, migrations.RunPython.noop)]
