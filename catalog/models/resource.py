from datetime import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase, Tag

from ..links import canonical, host
from .base import Entry, EntryQuerySet, Language
from .edition import Edition
from .fields import AddressField, StemsField, WebField
from .linkhealth import LinkHealth, archived
from .skill import Skill
from .track import Status


class Kind(models.TextChoices):
    COURSE = "course", _("Curso")
    VIDEO = "video", _("Vídeo")
    CHANNEL = "channel", _("Canal")
    READING = "reading", _("Leitura")
    ARTICLE = "article", _("Artigo científico")
    BOOK = "book", _("Livro")
    DOCS = "docs", _("Documentação")
    BLOG = "blog", _("Blog")
    LIST = "list", _("Lista")
    PODCAST = "podcast", _("Podcast")
    TALK = "talk", _("Palestra")
    CHALLENGE = "challenge", _("Desafio")
    TOOL = "tool", _("Ferramenta")
    SITE = "site", _("Site")

    @classmethod
    def said(cls, kind: str) -> str:
        """A stored kind in words, also the one that nobody knows."""
        return str(cls(kind).label if kind else _("Sem tipo"))


class Level(models.TextChoices):
    BEGINNER = "beginner", _("iniciante")
    INTERMEDIATE = "intermediate", _("intermediário")
    ADVANCED = "advanced", _("avançado")


class Cost(models.TextChoices):
    FREE = "free", _("gratuito")
    PARTLY = "partly", _("parte gratuita")
    PAID = "paid", _("pago")


class ResourceQuerySet(EntryQuerySet):
    def current(self) -> Self:
        """What pages, feeds, sitemaps and exports show: neither retired nor a merged duplicate."""
        return super().current().filter(merged_into=None)

    def published(self) -> Self:
        """Current, and cited by a track that people can open, itself or by a duplicate of it."""
        return self.current().filter(_cited_where(Q(track__status=Status.PUBLISHED)))

    def related_to(self, resource: "Resource") -> Self:
        """Other published resources that teach the same skills, those that share most first."""
        shared = models.Count("skills", filter=Q(skills__in=resource.skills.all()))
        return (
            self.published()
            .exclude(pk=resource.pk)
            .annotate(shared=shared)
            .filter(shared__gt=0)
            .order_by("-shared", "title", "pk")
            .for_page()
        )

    def by_tag(self) -> models.QuerySet[Any]:
        """The tags of these resources, each with how many of them carry it (`used`)."""
        carried = Tag.objects.filter(resource_items__content_object__in=self)
        tags: models.QuerySet[Any] = carried.annotate(used=models.Count("resource_items"))
        return tags

    def public(self) -> Self:
        """What may be opened by address: once shown, a resource stays reachable for those who
        studied it, also when it or its track left the catalog. What only drafts cite was not."""
        shown = Q(track__status=Status.PUBLISHED) | ~Q(track__published_at=None)
        left = ~Q(retired_at=None) | ~Q(merged_into=None)
        return self.filter(_cited_where(shown) | left & ~_cited_where(~shown))

    def has_page(self, field: str) -> models.Exists:
        """Of rows that name a resource in that field: whether anybody may open it."""
        return models.Exists(self.public().filter(pk=models.OuterRef(field)))

    def survivor(self, uid: str) -> "Resource":
        """The public resource of that uid, or the one it was merged into, if that is public.

        Raises `Resource.DoesNotExist`.
        """
        found: Resource = self.public().get(uid=uid)
        return self.public().get(pk=found.merged_into_id) if found.merged_into_id else found

    def with_health(self) -> Self:
        """With what is known of each link, as `link_state` and so on; None where nothing is."""
        known = LinkHealth.objects.filter(address=models.OuterRef("address"))
        fields = ("state", "checked_at", "failing_since", "moved_to")
        return self.annotate(**{f"link_{f}": models.Subquery(known.values(f)) for f in fields})

    def at(self, url: str) -> "Resource | None":
        """What is studied at an address, however it is written; a duplicate gives its survivor."""
        found = self.select_related("merged_into").filter(address=canonical(url)).first()
        return (found.merged_into or found) if found else None


def _cited_where(condition: Q) -> Q:
    from .step import Step

    steps = Step.objects.filter(condition)
    cited = models.Exists(steps.filter(resource=models.OuterRef("pk")))
    # Two questions, so that each is answered by an index.
    return cited | models.Exists(steps.filter(resource__merged_into=models.OuterRef("pk")))


class Resource(Entry):  # type: ignore[django-manager-missing]
    """One thing to study at one canonical address, however many tracks cite it."""

    title = models.CharField(_("título"), max_length=300)
    title_language = models.CharField(
        _("idioma do título"), max_length=10, choices=Language, default=Language.PORTUGUESE
    )
    url = WebField(
        _("endereço"), help_text=_("O endereço que abre, com o instante do vídeo e tudo.")
    )
    address = AddressField()
    description = models.TextField(_("descrição"), blank=True)
    # Blank while nobody knows: an import guesses only what it can tell.
    kind = models.CharField(
        _("tipo"), max_length=20, choices=Kind, default=Kind.READING, blank=True
    )
    level = models.CharField(_("nível"), max_length=20, choices=Level, blank=True)
    language = models.CharField(
        _("idioma"), max_length=10, choices=Language, default=Language.PORTUGUESE
    )
    cost = models.CharField(_("custo"), max_length=20, choices=Cost, blank=True)
    minutes = models.PositiveIntegerField(_("minutos"), null=True, blank=True)
    skills = models.ManyToManyField(
        Skill, verbose_name=_("habilidades que ensina"), blank=True, related_name="resources"
    )
    tags = TaggableManager(
        _("assuntos"),
        through="catalog.TaggedResource",
        blank=True,
        help_text=_("Separe com vírgulas."),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("duplicata de"),
        null=True,
        blank=True,
        related_name="aliases",
        help_text=_("O recurso que fica. Marcas feitas aqui passam a valer lá."),
    )
    created_at = models.DateTimeField(_("criado em"), auto_now_add=True)
    stems = StemsField(of=("title", "description", "url"))

    objects = ResourceQuerySet.as_manager()

    link_failing_since: datetime | None  # of rows asked `with_health`

    class Meta:
        verbose_name = _("recurso")
        verbose_name_plural = _("recursos")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["uid"],
                name="catalog_resource_uid",
                violation_error_message=_("Já existe um recurso com este identificador."),
            ),
            models.UniqueConstraint(
                fields=["address"],
                name="catalog_resource_address",
                violation_error_message=_("Já existe um recurso com este endereço."),
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")),
                name="catalog_resource_not_merged_into_itself",
                violation_error_message=_("Um recurso não pode ser duplicata de si mesmo."),
            ),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__gt=0),
                name="catalog_resource_minutes_positive",
                violation_error_message=_("Deixe os minutos em branco quando não se sabe."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("catalog:resource", args=[self.uid])

    def clean(self) -> None:
        super().clean()
        if self.merged_into_id and self.pk and self.aliases.exists():
            raise ValidationError(
                {
                    "merged_into": _(
                        "Outros recursos já são duplicatas deste: una-os ao novo primeiro."
                    )
                }
            )
        if self.merged_into and self.merged_into.merged_into_id:
            raise ValidationError(
                {"merged_into": _("Escolha o recurso que ficou, não outra duplicata.")}
            )

    def merge_into(self, survivor: "Resource") -> bool:
        """Be a duplicate of another one from now on, and let its own duplicates be that too. No
        mark of a learner moves. Emptying `merged_into` undoes it, of each one that was changed.

        False when it was so already. Raises `ValidationError`, in words for the curator.
        """
        with transaction.atomic():
            Edition.hold()  # two at once could make a chain
            stays = Resource.objects.get(pk=survivor.pk)
            if Resource.objects.filter(pk=self.pk, merged_into=stays).exists():
                return False
            if stays.pk == self.pk or stays.merged_into_id:
                raise ValidationError(_("Escolha o recurso que fica, não uma duplicata."))
            if stays.retired_at:
                text = _("“%(title)s” está retirado: traga-o de volta antes.")
                raise ValidationError(text, params={"title": stays})
            for row in (*self.aliases.all(), self):
                row.merged_into = stays
                row.save(update_fields=["merged_into"])
        return True

    @property
    def host(self) -> str:
        return host(self.url)

    @property
    def archived_url(self) -> str:
        return archived(self.url, self.link_failing_since)


def validate_tag(name: str) -> None:
    """Whether it can have a page of its own. The library itself asks nothing."""
    if len(name) > (longest := Tag._meta.get_field("name").max_length):
        text = _("Um assunto tem até %(n)d letras: “%(name)s…” é mais longo.")
        raise ValidationError(text % {"n": longest, "name": name[:30]})
    if not Tag().slugify(name):
        text = _("“%s” não serve de assunto: escreva ao menos uma letra de a a z ou um número.")
        raise ValidationError(text % name)


# Files name a row by its natural key. The library's is the name, which curators may change.
Tag.natural_key_fields = ["slug"]


class TaggedResource(ItemBase):
    """The link between a resource and a tag. A real foreign key: taggit's own item holds a raw
    object id, which neither fixtures nor reverts survive."""

    content_object = models.ForeignKey(Resource, models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(
        Tag, models.CASCADE, related_name="resource_items", verbose_name=_("assunto")
    )

    natural_key_fields = ["content_object__uid", "tag__slug"]

    class Meta:
        verbose_name = _("assunto de um recurso")
        verbose_name_plural = _("assuntos de recursos")
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "tag"], name="catalog_taggedresource_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_object_id} · {self.tag_id}"

    def natural_key(self) -> Any:
        return (self.content_object.uid, self.tag.slug)

    natural_key.dependencies = ["catalog.resource", "taggit.tag"]  # type: ignore[attr-defined]
