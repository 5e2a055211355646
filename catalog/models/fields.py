"""Fields that are kept true by the row itself, whoever saves it."""

from typing import Any

from django.db import models

from ..links import canonical
from ..stems import stems


class StemsField(models.TextField):  # type: ignore[type-arg]
    """The stems of other fields, kept beside them for a portable search.

    `update()`, `bulk_update()` and raw loading do not pass here; `manage.py reindex` repairs.
    """

    def __init__(self, *args: Any, of: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{"editable": False, "default": "", **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = stems(" ".join(str(getattr(model_instance, field) or "") for field in self.of))
        setattr(model_instance, self.attname, value)
        return value


class AddressField(models.CharField):  # type: ignore[type-arg]
    """The canonical key of an address: what makes two links the same thing to study."""

    def __init__(self, *args: Any, of: tuple[str, ...] = ("url",), **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{"editable": False, "max_length": 2048, **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = canonical(getattr(model_instance, self.of[0]))
        setattr(model_instance, self.attname, value)
        return value


Derived = (StemsField, AddressField)
