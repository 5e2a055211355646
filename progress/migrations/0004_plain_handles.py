from django.db import migrations, models

import progress.models.handle


class Migration(migrations.Migration):
    dependencies = [("progress", "0003_learners_way")]

    operations = [
        migrations.AlterField(
            model_name="publicpage",
            name="handle",
            field=models.SlugField(
                error_messages={"unique": "Este endereço já tem dono. Tente outro."},
                max_length=30,
                unique=True,
                validators=[progress.models.handle.a_handle],
                verbose_name="endereço",
            ),
        ),
    ]
