from django.contrib.syndication.views import Feed


class NewResources(Feed):  # type: ignore[type-arg]
    title = link = description = ""
