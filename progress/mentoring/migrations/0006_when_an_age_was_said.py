from django.db import migrations, models
from django.db.models import F


def as_they_came(apps, schema_editor):
    """Of those who are here nobody knows the day: they said it when they came, or later."""
    places = apps.get_model("mentoring", "Membership").objects.exclude(age="")
    places.update(age_at=F("joined_at"))


class Migration(migrations.Migration):
    dependencies = [("mentoring", "0005_farewells_say_why")]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="age_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="idade dita em"),
        ),
        migrations.RunPython(as_they_came, migrations.RunPython.noop, elidable=True),
    ]
