"""A cohort in which two people talk."""

from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from catalog.models import Resource
from progress.mentoring.models import Thread
from tests import builders, cast
from trilha.accounts.models import User

CLOSED = "Seu texto continua aqui."


class Saturday:
    """A cohort that Malu guides, where Ana learns two steps and shows nothing."""

    def __init__(self) -> None:
        self.malu, self.ana = cast.malu(), cast.ana()
        self.track, (self.rules, self.sql) = builders.track_of("Regras", "SQL")
        self.cohort = builders.cohort(self.malu, self.track)
        self.member = builders.member(self.cohort, self.ana)
        of_member = [self.cohort.uid, self.member.uid]
        self.write_to = reverse("mentoring:write_to", args=of_member)
        self.write = reverse("mentoring:write", args=[self.cohort.uid])

    def thread(self, *said: str, on: Resource | None = None, by: User | None = None) -> Thread:
        """What Malu said to Ana, or one of them to the other."""
        thread = Thread.objects.begin(self.member, self.malu, on or self.rules)
        for text in said:
            assert thread.say(by or self.malu, text, uuid4())
        return Thread.objects.get(pk=thread.pk)


def by(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(answer: Any) -> str:
    return answer.content.decode()


def at(thread: Thread) -> str:
    return thread.get_absolute_url()


def closing(thread: Thread) -> str:
    return reverse("mentoring:close_thread", args=[thread.uid])
