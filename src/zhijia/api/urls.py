from django.urls import path

from zhijia.api import views
from zhijia.api.interface import api

urlpatterns = [
    path("account/tokens/", views.my_tokens, name="tokens"),
    path("account/tokens/<uuid:uid>/revoke/", views.revoke, name="token_revoke"),
    path("api/", views.about, name="api_about"),
    path("api/v1/", api.urls),
]
