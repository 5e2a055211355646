import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mentoring", "0004_invitations_sent_by_mail")]

    operations = [
        migrations.AlterModelOptions(
            name="farewell",
            options={
                "ordering": ["-at", "-pk"],
                "verbose_name": "aviso",
                "verbose_name_plural": "avisos",
            },
        ),
        migrations.RenameField("farewell", "cohort", "name"),
        migrations.AlterField(
            model_name="farewell",
            name="name",
            field=models.CharField(max_length=120, verbose_name="nome"),
        ),
        migrations.AddField(
            model_name="farewell",
            name="cohort",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="mentoring.cohort",
                verbose_name="turma",
            ),
        ),
        migrations.AddField(
            model_name="farewell",
            name="why",
            field=models.CharField(
                choices=[
                    ("erased", "a conta de quem guiava a turma foi apagada"),
                    ("archived", "a turma foi arquivada"),
                    ("back", "a turma voltou"),
                    ("removed", "quem guia tirou você da turma"),
                    ("link", "a conta de quem enviou o link foi apagada"),
                ],
                default="erased",
                max_length=8,
                verbose_name="o que houve",
            ),
        ),
    ]
