"""Official documents among what the whole site finds."""

from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from kit.face import Card
from official_documents.models import OfficialDocument


def find(words: str, at_most: int) -> list[Card]:
    found = OfficialDocument.objects.all()
    for word in words.split():
        found = found.filter(Q(title__contains=word) | Q(number__contains=word))
    register = reverse("official_documents:register")
    return [
        Card(one.title, f"{register}?{urlencode({'q': one.mark or one.title})}", f"{one.mark} {one.issuer}".strip())
        for one in found[:at_most]
    ]
