"""The people of every test. Ana learns, Malu mentors, Duda curates, Caio is a stranger."""

from allauth.account.models import EmailAddress

from trilha.accounts.models import User

PASSWORD = "capivara azul na beira do rio"


def person(name: str, **fields: object) -> User:
    """A person with a verified address and the password of all tests."""
    email = f"{name.lower()}@trilha.test"
    user = User.objects.create_user(email, PASSWORD, name=name, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def ana() -> User:
    return person("Ana")


def malu() -> User:
    return person("Malu")


def caio() -> User:
    return person("Caio")


def duda() -> User:
    from catalog.curation import Curadoria

    user = person("Duda", is_staff=True)
    user.groups.add(Curadoria.ensure())
    return user
