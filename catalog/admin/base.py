"""What all pages of the desk have in common."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import ActionLocation
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from reversion.admin import VersionAdmin
from reversion.revisions import get_comment, set_comment

from ..links import canonical
from ..models import Edition, Entry
from .forms import SHORT_TEXTS, CatalogForm
from .history import HistoryViews

BOTH_PAGES = [ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM]


class CatalogAdmin(HistoryViews, VersionAdmin):
    """Of django-reversion only the keeping of revisions is used; history and revert are ours."""

    form = CatalogForm
    formfield_overrides = SHORT_TEXTS
    change_form_template = "admin/catalog/change_form.html"
    change_list_template = None
    view_on_site = False  # a draft has no page, so the template asks `page_of`
    list_per_page = 50

    def _reversion_autoregister(self, model: Any, follow: Any) -> None:
        """What is kept, and with what, is said by hand in `catalog/history.py`."""

    @contextmanager
    def create_revision(self, request: HttpRequest) -> Iterator[None]:
        """Wraps every write of the admin. A look takes no transaction: on SQLite that would be
        the lock of writers. What was written has been logged, and the log is the comment."""
        if request.method != "POST":
            yield
            return
        with super().create_revision(request):
            yield
            if get_comment():
                self.settle(request)
                Edition.turn()

    def settle(self, request: HttpRequest) -> None:
        """Put in order what a change may have left in disorder, inside its revision."""

    def log_addition(self, request: HttpRequest, object: Model, message: Any) -> Any:
        entry = admin.ModelAdmin.log_addition(self, request, object, message)
        set_comment(_("criou"))
        return entry

    def log_change(self, request: HttpRequest, object: Model, message: Any) -> Any:
        """`message` in words becomes the comment of the revision; the fields are in our diff."""
        entry = admin.ModelAdmin.log_change(self, request, object, message)
        set_comment(message if isinstance(message, str) else _("editou"))
        return entry

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # for nobody: content is retired, so that no learner's mark loses its thing

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        frozen = ["uid"] if obj and hasattr(obj, "uid") else []
        return [*super().get_readonly_fields(request, obj), *frozen]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else dict(super().get_prepopulated_fields(request, obj))

    def page_of(self, obj: Any) -> str:
        """The address of its page, empty while there is none."""
        return str(obj.get_absolute_url())

    @admin.display(description=gettext_lazy("na página"))
    def page(self, obj: Any) -> str:
        address = self.page_of(obj)
        return format_html('<a href="{}">{}</a>', address, _("ver")) if address else "–"

    def offered(self, obj: Any) -> Collection[str]:
        """The actions that make sense for one thing as it is."""
        return ()

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        actions = self.get_actions(request, ActionLocation.CHANGE_FORM).values() if obj else []
        offered = self.offered(obj) if obj else ()
        context |= {
            "action_form": None,  # buttons of ours instead of the select
            "verbs": [action for action in actions if action.name in offered],
            "page_url": self.page_of(obj) if obj else "",
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def apply(
        self, request: HttpRequest, rows: QuerySet[Any], verb: Callable[[Any], bool], said: str
    ) -> None:
        """Do it to each row, keep and tell which ones changed."""
        changed = [row for row in rows if verb(row)]
        for row in changed:
            self.log_change(request, row, said)
        if changed:
            names = ", ".join(map(str, changed))
            text = _("%(who)s %(said)s %(names)s.")
            values = {"who": request.user.get_short_name(), "said": said, "names": names}
            self.message_user(request, text % values, messages.SUCCESS)
        else:
            self.message_user(request, _("Já estava assim: nada mudou."), messages.INFO)


class StandingFilter(admin.SimpleListFilter):
    title = gettext_lazy("situação")
    parameter_name = "situacao"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        merged = [("duplicatas", _("duplicatas"))] if hasattr(model_admin.model, "merged_into") else []
        return [("no-acervo", _("no acervo")), ("retirados", _("retirados")), *merged]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "no-acervo":
                return queryset.current()
            case "retirados":
                return queryset.exclude(retired_at=None)
            case "duplicatas":
                return queryset.exclude(merged_into=None)
        return queryset


class EntryAdmin(CatalogAdmin):
    """Resources, skills and communities: found by words, retired instead of deleted."""

    search_fields = ["title"]  # opens the search; `get_search_results` answers it
    prepopulated_fields = {"uid": ["title"]}
    actions = ["retire", "bring_back"]

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """By words with or without accents, by identifier, and by address however it is written."""
        term = search_term.strip()
        if request.path.endswith("/autocomplete/"):
            queryset = queryset.current()
        if not term:
            return queryset, False
        said = self.model._default_manager.beginning(term).order_by().values("pk")
        found = Q(pk__in=said) | Q(uid__icontains=term)
        if hasattr(self.model, "address"):
            found |= Q(address=canonical(term)) | Q(url__icontains=term)
        return queryset.filter(found), False

    def page_of(self, obj: Entry) -> str:
        return "" if obj.retired_at else super().page_of(obj)

    def offered(self, obj: Entry) -> Collection[str]:
        return ("bring_back",) if obj.retired_at else ("retire",)

    @admin.display(description=gettext_lazy("situação"))
    def standing(self, obj: Entry) -> str:
        if obj.retired_at:
            return _("retirado")
        return _("duplicata") if getattr(obj, "merged_into_id", None) else _("no acervo")

    @admin.action(
        permissions=["change"],
        description=gettext_lazy("Retirar do acervo"),
        location=BOTH_PAGES,
    )
    def retire(self, request: HttpRequest, queryset: Any) -> None:
        self.apply(request, queryset, self.model.retire, _("retirou"))

    @admin.action(
        permissions=["change"],
        description=gettext_lazy("Trazer de volta"),
        location=BOTH_PAGES,
    )
    def bring_back(self, request: HttpRequest, queryset: Any) -> None:
        self.apply(request, queryset, self.model.bring_back, _("trouxe de volta"))
