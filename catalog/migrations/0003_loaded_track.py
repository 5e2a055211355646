import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0002_curadoria"),
    ]

    operations = [
        migrations.CreateModel(
            name="LoadedTrack",
            fields=[
                (
                    "track",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="catalog.track",
                        verbose_name="trilha",
                    ),
                ),
                ("rows", models.JSONField(verbose_name="linhas")),
            ],
            options={
                "verbose_name": "trilha carregada",
                "verbose_name_plural": "trilhas carregadas",
            },
        ),
    ]
