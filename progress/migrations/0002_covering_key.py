"""On PostgreSQL the key carries the state, so that a page's marks are read from the index alone."""

from django.db import migrations

KEY = """ALTER TABLE progress_completion DROP CONSTRAINT progress_completion_pkey;
ALTER TABLE progress_completion ADD CONSTRAINT progress_completion_pkey
PRIMARY KEY (learner_id, resource_id)"""


def on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = [("progress", "0001_initial")]

    operations = [
        migrations.RunPython(on_postgresql(f"{KEY} INCLUDE (state)"), on_postgresql(KEY)),
    ]
