from django.urls import path

from zhijia.plans.campaigns import views

urlpatterns = [
    path("<uuid:uid>/", views.campaign, name="campaign"),
    path("<uuid:uid>/summary.docx", views.as_document, name="campaign_docx"),
    path("<uuid:uid>/summary.pdf", views.as_pdf, name="campaign_pdf"),
]
