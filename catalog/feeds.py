from django.contrib.syndication.views import Feed


class NewResources(Feed):
    pass
