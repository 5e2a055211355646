from django.contrib.auth.management import create_permissions
from django.db import migrations

from catalog.curation import Curadoria


def let_the_group_see_links(apps, schema_editor):
    # Permissions are made after all migrations; the group cannot wait for them.
    config = apps.get_app_config("catalog")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    config.models_module = None
    Curadoria.ensure(apps)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0007_the_desk")]

    operations = [migrations.RunPython(let_the_group_see_links, migrations.RunPython.noop)]
