import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import catalog.models.fields
import catalog.models.preview


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0006_curadoria_of_suggestions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="feita em"
                    ),
                ),
                ("outcome", models.CharField(max_length=20, verbose_name="resultado")),
                (
                    "status",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="código"),
                ),
            ],
            options={
                "verbose_name": "verificação",
                "verbose_name_plural": "verificações",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="LinkHealth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.URLField(max_length=2048, verbose_name="endereço")),
                (
                    "address",
                    catalog.models.fields.AddressField(
                        editable=False, max_length=2048, of=("url",)
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unknown", "sem notícia"),
                            ("ok", "em dia"),
                            ("suspect", "suspeito"),
                            ("dead", "morto"),
                            ("moved", "mudou"),
                            ("blocked", "bloqueado para robôs"),
                            ("wall", "pede login"),
                        ],
                        db_default="unknown",
                        default="unknown",
                        max_length=10,
                        verbose_name="situação",
                    ),
                ),
                (
                    "since",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="desde"),
                ),
                (
                    "checked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="verificado em"),
                ),
                (
                    "next_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="próxima visita"
                    ),
                ),
                (
                    "failures",
                    models.PositiveIntegerField(default=0, verbose_name="falhas seguidas"),
                ),
                (
                    "failing_since",
                    models.DateTimeField(blank=True, null=True, verbose_name="falha desde"),
                ),
                (
                    "moved_to",
                    models.URLField(blank=True, max_length=2048, verbose_name="novo endereço"),
                ),
                (
                    "reports",
                    models.PositiveIntegerField(default=0, verbose_name="avisos de pessoas"),
                ),
                (
                    "reported_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="último aviso"),
                ),
            ],
            options={
                "verbose_name": "saúde de um link",
                "verbose_name_plural": "saúde dos links",
            },
        ),
        migrations.CreateModel(
            name="Preview",
            fields=[
                (
                    "key",
                    models.CharField(
                        default=catalog.models.preview.new_key,
                        max_length=32,
                        primary_key=True,
                        serialize=False,
                        verbose_name="chave",
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="feita em"
                    ),
                ),
                (
                    "committed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="trazida em"),
                ),
                ("text", models.TextField(verbose_name="texto")),
                ("outline", models.JSONField(verbose_name="leitura")),
                ("origin", models.JSONField(default=dict, verbose_name="de onde veio")),
                ("decisions", models.JSONField(default=dict, verbose_name="decisões")),
            ],
            options={
                "verbose_name": "prévia",
                "verbose_name_plural": "prévias",
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "track",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="source",
                        serialize=False,
                        to="catalog.track",
                        verbose_name="trilha",
                    ),
                ),
                ("text", models.TextField(verbose_name="texto")),
                ("outline", models.JSONField(verbose_name="leitura")),
                (
                    "taken_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="trazida em"
                    ),
                ),
            ],
            options={
                "verbose_name": "fonte",
                "verbose_name_plural": "fontes",
            },
        ),
        migrations.AddField(
            model_name="suggestion",
            name="about",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.resource",
                verbose_name="sobre",
            ),
        ),
        migrations.AddField(
            model_name="suggestion",
            name="changes",
            field=models.JSONField(blank=True, default=dict, verbose_name="mudanças"),
        ),
        migrations.AddField(
            model_name="suggestion",
            name="kind",
            field=models.CharField(
                choices=[
                    ("link", "recurso novo"),
                    ("correction", "correção"),
                    ("replacement", "substituto"),
                    ("translation", "em outro idioma"),
                ],
                db_default="link",
                default="link",
                max_length=12,
                verbose_name="o que é",
            ),
        ),
        migrations.AddField(
            model_name="suggestion",
            name="named",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Se for aceita, a página do recurso agradece a você pelo nome.",
                verbose_name="mostrar meu nome",
            ),
        ),
        migrations.AddField(
            model_name="suggestion",
            name="remark",
            field=models.TextField(blank=True, verbose_name="por quê"),
        ),
        migrations.AddField(
            model_name="track",
            name="publish_at",
            field=models.DateTimeField(
                blank=True,
                help_text="O rascunho entra no ar sozinho nessa hora.",
                null=True,
                verbose_name="publicar em",
            ),
        ),
        migrations.AlterField(
            model_name="suggestion",
            name="track",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.track",
                verbose_name="trilha",
            ),
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "link"), ("track__isnull", False)),
                    models.Q(models.Q(("kind", "link"), _negated=True), ("about__isnull", False)),
                    _connector="OR",
                ),
                name="catalog_suggestion_is_about_something",
                violation_error_message="Diga de que trilha ou de que recurso se trata.",
            ),
        ),
        migrations.AddIndex(
            model_name="linkhealth",
            index=models.Index(fields=["next_at"], name="catalog_linkhealth_next"),
        ),
        migrations.AddConstraint(
            model_name="linkhealth",
            constraint=models.UniqueConstraint(
                fields=("address",), name="catalog_linkhealth_address"
            ),
        ),
        migrations.AddField(
            model_name="linkcheck",
            name="link",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="checks",
                to="catalog.linkhealth",
            ),
        ),
        migrations.AddField(
            model_name="preview",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="de quem",
            ),
        ),
        migrations.AddField(
            model_name="preview",
            name="track",
            field=models.ForeignKey(
                blank=True,
                help_text="A trilha a atualizar, ou a que nasceu desta prévia.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="catalog.track",
                verbose_name="trilha",
            ),
        ),
        migrations.AddIndex(
            model_name="linkcheck",
            index=models.Index(fields=["link", "-made_at"], name="catalog_linkcheck_latest"),
        ),
        migrations.AddIndex(
            model_name="preview",
            index=models.Index(fields=["made_at"], name="catalog_preview_made_at"),
        ),
    ]
