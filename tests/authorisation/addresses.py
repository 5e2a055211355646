"""Every address of the site, and where each leads in a world that has one of everything."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from progress.letter import unsubscribe_url
from progress.mentoring.letters import stop_url

from .world import World

type Arguments = Callable[[World], tuple[Any, ...]]


def routes() -> Iterator[str]:
    """Each address as the site knows it: by its name, else by its pattern."""
    yield from _below(get_resolver())


def _below(resolver: URLResolver, before: str = "", space: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _below(one, f"{before}{one.pattern}", inner)
        elif isinstance(one, URLPattern):
            yield f"{space}{one.name}" if one.name else f"/{before}{one.pattern}"


def where(route: str, world: World) -> str:
    """An address of that route, of something that is there."""
    if route in UNNAMED:
        return UNNAMED[route](world)
    model = next((name for name in OBJECTS if f"/{name.replace('_', '/')}/<" in route), "")
    if model:  # where the admin leads on from a thing without saying what one wants of it
        return route.replace("<path:object_id>", str(OBJECTS[model](world).pk))
    model = next((name for name in OBJECTS if route.startswith(f"admin:{name}_")), "")
    if route in ARGUMENTS:
        arguments = ARGUMENTS[route](world)
    elif model and route.endswith(("_change", "_delete", "_history")):
        arguments = (OBJECTS[model](world).pk,)
    elif model and route.endswith("_revision"):
        thing = OBJECTS[model](world)
        arguments = (thing.pk, world.revision(thing))
    else:
        arguments = ()
    return reverse(route, args=arguments) + (ASKING[route](world) if route in ASKING else "")


OBJECTS: dict[str, Callable[[World], Any]] = {
    "auth_group": lambda w: w.group,
    "account_emailaddress": lambda w: w.email,
    "accounts_user": lambda w: w.people.learner,
    "catalog_track": lambda w: w.track,
    "catalog_section": lambda w: w.section,
    "catalog_linkhealth": lambda w: w.health,
    "catalog_resource": lambda w: w.resource,
    "catalog_skill": lambda w: w.skill,
    "catalog_community": lambda w: w.community,
    "catalog_suggestion": lambda w: w.suggestion,
    "taggit_tag": lambda w: w.tag,
    "mentoring_sharelink": lambda w: w.link,
    "jobs_job": lambda w: w.job,
}
ARGUMENTS: dict[str, Arguments] = {
    "sitemap_part": lambda w: ("trilhas",),
    "calendar": lambda w: (w.plan.key,),
    "confirm_data": lambda w: (w.parcel.uid,),
    "account_reset_password_from_key": lambda w: ("1", "nenhuma"),
    "admin:view_on_site": lambda w: (w.kind, w.track.pk),
    "admin:app_list": lambda w: ("catalog",),
    "admin:catalog_import_preview": lambda w: (w.preview.key,),
    "admin:catalog_track_update": lambda w: (w.draft.pk,),
    "admin:catalog_track_patch": lambda w: (w.draft.pk,),
    "admin:catalog_track_conflicts": lambda w: (w.draft.pk, w.update.key),
    "admin:catalog_track_readme": lambda w: (w.draft.pk,),
    "admin:catalog_track_json": lambda w: (w.draft.pk,),
    "admin:catalog_track_outline": lambda w: (w.track.pk,),
    "admin:catalog_track_undo": lambda w: (w.revision(w.track),),
    "admin:catalog_resource_undo": lambda w: (w.revision(w.resource),),
    "mentoring:edit": lambda w: (w.link.uid,),
    "mentoring:revoke": lambda w: (w.link.uid,),
    "mentoring:qr": lambda w: (w.link.uid,),
    "mentoring:poster": lambda w: (w.link.uid,),
    "mentoring:shared": lambda w: (w.link.key,),
    "mentoring:study_sheet": lambda w: (w.link.key,),
    "mentoring:picture": lambda w: (w.link.key,),
    "mentoring:embed": lambda w: (w.link.key,),
    "mentoring:keep": lambda w: (w.link.key,),
    "mentoring:let_go": lambda w: (w.link.uid,),
    "mentoring:invited": lambda w: (w.invitation.token,),
    "mentoring:guardian": lambda w: (w.guardian_token,),
    "mentoring:cohort": lambda w: (w.cohort.uid,),
    "mentoring:sheet": lambda w: (w.cohort.uid,),
    "mentoring:edit_cohort": lambda w: (w.cohort.uid,),
    "mentoring:archive_cohort": lambda w: (w.cohort.uid,),
    "mentoring:goals": lambda w: (w.cohort.uid,),
    "mentoring:guides": lambda w: (w.cohort.uid,),
    "mentoring:stop_guiding": lambda w: (w.cohort.uid,),
    "mentoring:remove_guide": lambda w: (w.cohort.uid, w.guide.pk),
    "mentoring:invitations": lambda w: (w.cohort.uid,),
    "mentoring:revoke_invitation": lambda w: (w.cohort.uid, w.invitation.uid),
    "mentoring:person": lambda w: (w.cohort.uid, w.membership.uid),
    "mentoring:remove_member": lambda w: (w.cohort.uid, w.membership.uid),
    "mentoring:write_to": lambda w: (w.cohort.uid, w.membership.uid),
    "mentoring:propose": lambda w: (w.cohort.uid,),
    "mentoring:withdraw_proposal": lambda w: (w.cohort.uid, w.proposal.uid),
    "mentoring:membership": lambda w: (w.cohort.uid,),
    "mentoring:consent": lambda w: (w.cohort.uid,),
    "mentoring:leave": lambda w: (w.cohort.uid,),
    "mentoring:write": lambda w: (w.cohort.uid,),
    "mentoring:put_farewell_away": lambda w: (w.farewell.pk,),
    "mentoring:thread": lambda w: (w.thread.uid,),
    "mentoring:close_thread": lambda w: (w.thread.uid,),
    "mentoring:stop_mails": lambda w: (stop_url(w.people.member.pk).split("/")[-2],),
    "mentoring:answer": lambda w: (w.proposal.uid,),
    "progress:mark": lambda w: (w.resource.uid,),
    "progress:note": lambda w: (w.resource.uid,),
    "progress:keep": lambda w: ("recursos", w.resource.uid),
    "progress:readme": lambda w: (w.track.uid,),
    "progress:public": lambda w: ("lia",),
    "progress:public_badge": lambda w: ("lia", w.track.uid),
    "progress:seen": lambda w: (w.track.uid,),
    "progress:bring_back": lambda w: (w.earlier.pk,),
    "progress:unsubscribe": lambda w: (unsubscribe_url(w.people.learner.pk).split("/")[-2],),
    "progress:remove_agreed": lambda w: (w.due.pk,),
    "progress:agree_again": lambda w: (w.resource.uid,),
    "progress:own": lambda w: (w.own_link.uid,),
    "progress:mark_own": lambda w: (w.own_link.uid,),
    "progress:remove_own": lambda w: (w.own_link.uid,),
    "progress:suggest_own": lambda w: (w.own_link.uid,),
    "progress:withdraw_own": lambda w: (w.own_link.uid,),
    "catalog:track": lambda w: (w.track.uid,),
    "catalog:readme": lambda w: (w.track.uid,),
    "catalog:track_json": lambda w: (w.track.uid,),
    "catalog:section": lambda w: (w.track.uid, w.section.uid),
    "catalog:resource": lambda w: (w.resource.uid,),
    "catalog:report": lambda w: (w.resource.uid,),
    "catalog:skill": lambda w: (w.skill.uid,),
    "catalog:tag": lambda w: (w.tag.slug,),
    "catalog:withdraw_suggestion": lambda w: (w.suggestion.pk,),
    "catalog:name_on_suggestion": lambda w: (w.suggestion.pk,),
    "catalog:track_feed": lambda w: (w.track.uid,),
}
# What a page is about, where the address alone does not say it.
ASKING: dict[str, Callable[[World], str]] = {
    "progress:new_own": lambda w: f"?trilha={w.track.uid}&etapa={w.section.uid}",
    "progress:new_pass": lambda w: f"?trilha={w.track.uid}",
    "catalog:suggest": lambda w: f"?etapa={w.track.uid}/{w.section.uid}",
    "mentoring:oembed": lambda w: f"?url=http://testserver/l/{w.link.key}/",
    "mentoring:write": lambda w: f"?recurso={w.other.uid}",
    "mentoring:write_to": lambda w: f"?recurso={w.other.uid}",
    "admin:autocomplete": lambda w: (
        "?app_label=catalog&model_name=step&field_name=resource&term=regras"
    ),
}
# Addresses without a name lead on to one that has one.
UNNAMED: dict[str, Callable[[World], str]] = {
    "/admin/password_change/": lambda w: "/admin/password_change/",
    "/^l/[^/]+(?:/folha|/quadro|/guardar)?$": lambda w: f"/l/{w.link.key}/folha",
    "/admin/(?P<url>.*)$": lambda w: "/admin/nada/",
}
