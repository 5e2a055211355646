from django.contrib.auth.management import create_permissions
from django.db import migrations

from catalog.curation import Curadoria


def make_the_group(apps, schema_editor):
    # Permissions are made after all migrations; the group cannot wait for them.
    for label in ["contenttypes", "auth", "catalog", "taggit"]:
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
        config.models_module = None
    Curadoria.ensure(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
    ]

    operations = [migrations.RunPython(make_the_group, migrations.RunPython.noop)]
