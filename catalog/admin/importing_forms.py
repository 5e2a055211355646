from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..fetching import UnreachableError, fetch
from ..links import LONGEST
from ..models import Resource, Section
from ..models.fields import validate_web
from ..readme.errors import NotText, ReadmeError, TooMany
from ..readme.outline import WITHOUT_ADDRESS, Heading, Item, Readme, What
from ..readme.parse import decode, read
from .readme_words import WHAT

WAYS = ("url", "file", "text")
MOST_LINKS = 5_000  # a draft of more takes longer than a request may
MISSING = {
    "url": gettext_lazy("Escreva o endereço do README."),
    "file": gettext_lazy("Escolha um arquivo."),
    "text": gettext_lazy("Cole o texto do README."),
}
# The first that fits.
BROKEN: list[tuple[type[ReadmeError], str | Promise]] = [
    (NotText, gettext_lazy("Isto não é texto. Envie o arquivo Markdown do README.")),
    (
        TooMany,
        gettext_lazy(
            "É grande demais: por aqui entram até 5 MB e 5 mil links de uma vez. Com mais links, "
            "peça a quem opera o servidor para usar o comando import_readme."
        ),
    ),
    (
        ReadmeError,
        gettext_lazy(
            "Não achamos nada para estudar: nenhum link em lista, tabela ou título, só imagens ou "
            "texto corrido."
        ),
    ),
]


class BringForm(forms.Form):
    """A README by one of three ways. Valid only when something in it can be studied: then `text`,
    `readme` and `origin` are there."""

    url = forms.CharField(
        label=gettext_lazy("Endereço do README ou do repositório"),
        required=False,
        widget=forms.URLInput(
            {"placeholder": "https://github.com/pessoa/repositorio", "autocomplete": "url"}
        ),
        help_text=gettext_lazy(
            "Páginas do GitHub viram o arquivo certo. A trilha lembra a fonte, e o que mudar lá "
            "pode chegar depois como proposta."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Arquivo Markdown, até 5 MB"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".md,.markdown,.txt,text/markdown,text/plain"}),
        help_text=gettext_lazy(".md, .markdown ou .txt, com acentos de qualquer época."),
    )
    text = forms.CharField(
        label=gettext_lazy("Markdown"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 7, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Listas, tabelas, títulos em negrito, endereços soltos: tudo é lido. O que não couber "
            "aparece na lista de ignorados, com o motivo. Acima de 1 MB, envie como arquivo."
        ),
    )
    readme: Readme
    content: str
    origin: dict[str, str]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = self.cleaned_data
        given = [way for way in WAYS if said.get(way)]
        way = self.data.get("way")
        if way not in WAYS:
            way = given[0] if given else "url"
        if way not in self.errors:
            try:
                self._read(way, said.get(way))
            except ValidationError as error:
                self.add_error(way, error)
        return said

    def _read(self, way: str, given: Any) -> None:
        if given is None or given == "":
            raise ValidationError(MISSING[way])
        readers: dict[str, Callable[[Any], str]] = {
            "url": self._fetched,
            "file": lambda file: decode(file.read()),
            "text": str,
        }
        self.origin = {}
        try:
            self.content = readers[way](given)
            self.readme = read(self.content)
            if sum(bool(item.url) for item in self.readme.items()) > MOST_LINKS:
                raise TooMany
        except UnreachableError as error:
            raise ValidationError(str(error)) from None
        except ReadmeError as error:
            said = next(text for kind, text in BROKEN if isinstance(error, kind))
            raise ValidationError(str(said)) from None

    def _fetched(self, url: str) -> str:
        fetched = fetch(url)
        self.origin = fetched.origin
        return decode(fetched.body)


class NodeForm(forms.Form):
    """One node of a preview while it is edited; what it says is the decision about it."""

    title = forms.CharField(
        label=gettext_lazy("Título"),
        error_messages={"required": gettext_lazy("Escreva o título.")},
    )
    url = forms.CharField(
        label=gettext_lazy("Endereço"),
        required=False,
        max_length=LONGEST,
        widget=forms.URLInput,
        validators=[validate_web],
    )
    longest_title: int

    def __init__(self, node: Heading | Item, data: QueryDict | None = None) -> None:
        first = {name: getattr(node, name, "") or "" for name in self.base_fields}
        super().__init__(data, initial=first, auto_id="edit_%s")

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        MaxLengthValidator(self.longest_title)(title)
        return title


class SectionForm(NodeForm):
    longest_title = Section._meta.get_field("title").max_length or 0


class LineForm(NodeForm):
    longest_title = Resource._meta.get_field("title").max_length or 0
    kind = forms.ChoiceField(label=gettext_lazy("Tipo"), choices=lambda: list(WHAT.items()))
    remark = forms.CharField(
        label=gettext_lazy("Observação"),
        required=False,
        widget=forms.TextInput({"placeholder": gettext_lazy("opcional, aparece no passo")}),
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = self.cleaned_data
        kind = said.get("kind")
        if kind and What(kind) not in WITHOUT_ADDRESS and said.get("url") == "":
            text = _("Só habilidade, grupo e observação ficam sem endereço.")
            self.add_error("url", text)
        return said
