"""What all pages of the desk have in common."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import ActionLocation
from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from reversion.admin import VersionAdmin
from reversion.models import Version
from reversion.revisions import add_to_revision, create_revision, get_comment, set_comment

from ..models import Edition
from ..models.edition import keep_in_place
from .forms import SHORT_TEXTS, CatalogForm
from .history import HistoryViews
from .widgets import is_key

FEW = 5  # names in one message; of more the rest is counted
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
        with transaction.atomic():
            Edition.hold()  # before any row, as everybody: two that wait for each other never end
            self.keep_what_was(request)
            with super().create_revision(request):
                keep_in_place()
                yield
                changed = bool(get_comment())
                if changed:
                    self.settle(request)
                    Edition.turn()
            if not changed:
                transaction.set_rollback(True)

    def keep_what_was(self, request: HttpRequest) -> None:
        """A thing that came without a history gets a first version before its first change."""
        things = self.about_to_change(request)
        keys = [thing.pk for thing in things]
        kept = Version.objects.get_for_model(self.model).filter(object_id__in=keys)
        known = set(kept.values_list("object_id", flat=True)) if keys else set()
        if new := [thing for thing in things if str(thing.pk) not in known]:
            with create_revision():
                set_comment(_("guardou como estava"))
                for thing in new:
                    add_to_revision(thing)

    def about_to_change(self, request: HttpRequest) -> list[Any]:
        """The thing whose page it is."""
        match = request.resolver_match
        key = match.kwargs.get("object_id") if match else None
        thing = self.get_object(request, unquote(key)) if key else None
        return [thing] if thing else []

    def settle(self, request: HttpRequest) -> None:
        """Put in order what a change may have left in disorder, inside its revision."""

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        entry = admin.ModelAdmin.log_addition(self, request, obj, message)
        set_comment(_("criou"))
        return entry

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """`message` in words becomes the comment of the revision; the fields are in our diff."""
        entry = admin.ModelAdmin.log_change(self, request, obj, message)
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

    @admin.display(description=gettext_lazy("página"))
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
            "verbs": [
                (verb.name, verb.description) for verb in actions if verb and verb.name in offered
            ],
            "page_url": self.page_of(obj) if obj else "",
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def response_action(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not all(map(is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            raise BadRequest(_("Essa escolha não existe. Volte à lista e marque de novo."))
        return super().response_action(request, *args, **kwargs)

    def apply(
        self, request: HttpRequest, rows: QuerySet[Any], verb: Callable[[Any], bool], said: str
    ) -> None:
        """Do it to each row, keep and tell which ones changed."""
        changed = [row for row in rows if verb(row)]
        for row in changed:
            self.log_change(request, row, said)
        if changed:
            names = ", ".join(map(str, changed[:FEW]))
            if (more := len(changed) - FEW) > 0:
                names = _("%(names)s e mais %(n)d") % {"names": names, "n": more}
            text = _("%(who)s %(said)s %(names)s.")
            values = {"who": str(request.user), "said": said, "names": names}
            self.message_user(request, text % values, messages.SUCCESS)
        else:
            self.message_user(request, _("Já estava assim: nada mudou."), messages.INFO)
