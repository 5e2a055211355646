"""Which addresses somebody goes to look at: those that the catalog cites today."""

from itertools import batched

from ..links import canonical
from .care import LinkHealthQuerySet
from .community import Community
from .linkhealth import LinkHealth
from .resource import Resource
from .track import Section

BATCH = 500


def cited() -> dict[str, str]:
    """Every address that current resources, communities and sections lead to, drafts' too, with
    a link that opens it."""
    sections = Section.objects.linked().standing()
    found = {canonical(url): url for url in sections.order_by("pk").values_list("url", flat=True)}
    found |= Community.objects.current().values_list("address", "url")
    found |= Resource.objects.current().values_list("address", "url")
    return found


def watch(links: LinkHealthQuerySet) -> None:
    """A row for each of them, at the spelling that is cited, and for nothing else."""
    wanted = cited()
    known = {link.address: link for link in links.all()}
    for link in known.values():
        url = wanted.get(link.address, link.url)
        if url != link.url:  # written anew, as with https
            link.url = url
            link.save(update_fields=["url"])
    missing = [LinkHealth(url=url) for address, url in wanted.items() if address not in known]
    links.bulk_create(missing, batch_size=BATCH, ignore_conflicts=True)
    left = [link.pk for address, link in known.items() if address not in wanted]
    for keys in batched(left, BATCH, strict=False):
        links.filter(pk__in=keys).delete()
