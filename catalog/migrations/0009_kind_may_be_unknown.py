from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0008_curadoria_of_links")]

    operations = [
        migrations.AlterField(
            model_name="resource",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("course", "Curso"),
                    ("video", "Vídeo"),
                    ("channel", "Canal"),
                    ("reading", "Leitura"),
                    ("article", "Artigo científico"),
                    ("book", "Livro"),
                    ("docs", "Documentação"),
                    ("blog", "Blog"),
                    ("list", "Lista"),
                    ("podcast", "Podcast"),
                    ("talk", "Palestra"),
                    ("challenge", "Desafio"),
                    ("tool", "Ferramenta"),
                    ("site", "Site"),
                ],
                default="reading",
                max_length=20,
                verbose_name="tipo",
            ),
        )
    ]
