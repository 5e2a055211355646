from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mentoring", "0003_conversations_closed_and_told")]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="mailed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="enviado em"),
        ),
    ]
