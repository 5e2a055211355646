"""What the next page says of a mark fits a cookie, however long the title is."""

import pytest
from django.test import Client
from django.urls import reverse

from progress.models import OwnLink
from tests import builders, cast

pytestmark = pytest.mark.django_db
A_COOKIE = 4096  # bytes that browsers keep, and that proxies take in a header


def test_the_longest_title_is_told_in_part(client: Client) -> None:
    ana, track = cast.ana(), builders.track()
    link = OwnLink.objects.create(
        learner=ana, track=track, title="\N{GRINNING FACE}" * 300, url="https://exemplo.com.br/"
    )
    client.force_login(ana)
    address = reverse("progress:mark_own", args=[link.uid])
    answer = client.post(address, {"state": "done"}, headers={"Origin": "http://testserver"})
    assert len(answer.cookies["aviso"].OutputString()) < A_COOKIE
    page = client.get(reverse("progress:own_links")).content.decode()
    assert "\N{GRINNING FACE}" * 99 + "…" in page
