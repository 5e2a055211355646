from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse


def invitations(request: HttpRequest, uid: UUID) -> HttpResponse:
    raise Http404  # being built


def revoke_invitation(request: HttpRequest, uid: UUID, invitation: UUID) -> HttpResponse:
    raise Http404  # being built
