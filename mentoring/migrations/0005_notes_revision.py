from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring", "0004_round_revision"),
    ]

    operations = [
        migrations.AddField(
            model_name="colleagueopinion",
            name="revision",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="consultation",
            name="notes_revision",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
