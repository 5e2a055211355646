"""Who may curate. The rule is kept here and not in rows: rows made by migrations do not survive
the flush after a transactional test, and a later model needs only another call."""

from typing import Any

from django.apps import apps as installed
from django.db.models import Q


class Curadoria:
    """The group whose people edit the catalog. Nobody deletes: content is retired."""

    NAME = "Curadoria"
    VERBS = ("add", "change", "view")
    MODELS = {
        "catalog": (
            "track",
            "section",
            "step",
            "resource",
            "skill",
            "community",
            "suggestion",
            "linkhealth",
            "taggedresource",
        ),
        "taggit": ("tag",),
    }

    @classmethod
    def ensure(cls, apps: Any = installed) -> Any:
        """The group with its permissions, made if missing; what an operator added stays.

        A migration passes its own `apps` and sees to it that the permissions exist already.
        """
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=cls.NAME)
        wanted = Q()
        for app, models in cls.MODELS.items():
            names = [f"{verb}_{model}" for verb in cls.VERBS for model in models]
            wanted |= Q(content_type__app_label=app, codename__in=names)
        group.permissions.add(*apps.get_model("auth", "Permission").objects.filter(wanted))
        return group
