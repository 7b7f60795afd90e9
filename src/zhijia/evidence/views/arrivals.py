"""The page behind the number on the wall: whoever stands there sends the question to the own telephone."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from zhijia.evidence import arrivals
from zhijia.evidence.forms import ArrivalForm
from zhijia.evidence.throttle import address_of
from zhijia.evidence.views.public import outside
from zhijia.tree import requests


@require_http_methods(["GET", "HEAD", "POST"])
@outside
def arrive(request: requests.Request, number: str = "") -> HttpResponse:
    form = ArrivalForm(request.POST if request.method == "POST" else None, initial={"number": number})
    place = arrivals.place_of(number, address=address_of(request)) if number else None
    if request.method == "POST" and form.is_valid():
        return _arrived(request, form)
    context = {"form": form, "place": place}
    return render(request, "evidence/arrive.html", context, status=422 if form.is_bound else 200)


def _arrived(request: requests.Request, form: ArrivalForm) -> HttpResponse:
    """The same page whether somebody was found or not."""
    address = address_of(request)
    place = arrivals.place_of(form.digits, address=address)
    arrivals.arrived(place, form.cleaned_data["last"].strip(), address=address)
    return render(request, "evidence/arrived.html", {"place": place})
