from django.db import migrations, models


def number(apps, schema_editor):
    """Who said yes to be counted before has a place too, in the order in which it was said."""
    Consent = apps.get_model("mentoring", "Consent")
    Cohort = apps.get_model("mentoring", "Cohort")
    given = Consent.objects.filter(field="numbers").order_by("pk").select_related("membership")
    places = {}
    for consent in given:
        cohort = consent.membership.cohort_id
        places[cohort] = consent.place = places.get(cohort, 0) + 1
        consent.save(update_fields=["place"])
    for cohort, counted in places.items():
        Cohort.objects.filter(pk=cohort).update(counted=counted)


class Migration(migrations.Migration):
    dependencies = [("mentoring", "0006_when_an_age_was_said")]

    operations = [
        migrations.AddField(
            model_name="cohort",
            name="counted",
            field=models.PositiveIntegerField(
                default=0, editable=False, verbose_name="pessoas nos números"
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="place",
            field=models.PositiveIntegerField(
                editable=False, null=True, verbose_name="lugar nos números"
            ),
        ),
        migrations.RunPython(number, migrations.RunPython.noop),
    ]
