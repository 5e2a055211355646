"""Fields that are kept true by the row itself, whoever saves it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from ..links import LONGEST, canonical, is_web
from ..stems import stems


def validate_web(url: str) -> None:
    if not is_web(url):
        text = _(
            "Use um endereço que comece com http:// ou https://, sem nome de usuário, barra "
            "invertida ou caractere invisível."
        )
        raise ValidationError(text)


class WebField(models.URLField):  # type: ignore[type-arg]
    """A link that people follow from here."""

    default_validators = [*models.URLField.default_validators, validate_web]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": LONGEST, **kwargs})

    def deconstruct(self) -> Any:
        """The column is a URLField's: rules of what may be typed need no migration."""
        name, _ours, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs


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

    def clean(self, value: Any, model_instance: models.Model | None) -> str:
        """So that `full_clean()` judges what will be stored."""
        return self.pre_save(model_instance, add=False) if model_instance else str(value)

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

    def clean(self, value: Any, model_instance: models.Model | None) -> str:
        """So that `full_clean()` compares the address that will be stored."""
        return self.pre_save(model_instance, add=False) if model_instance else str(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = canonical(getattr(model_instance, self.of[0]))
        setattr(model_instance, self.attname, value)
        return value


Derived = (StemsField, AddressField)


def stale(row: models.Model) -> dict[str, str]:
    """The derived fields of a row that are not what they should be, with the right values."""
    fields = [field for field in row._meta.concrete_fields if isinstance(field, Derived)]
    stored = {field.attname: getattr(row, field.attname) for field in fields}
    right = {field.attname: field.pre_save(row, add=False) for field in fields}
    return {name: value for name, value in right.items() if value != stored[name]}
