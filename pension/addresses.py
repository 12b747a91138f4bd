"""Addresses of the kernel's own pages."""

from django.urls import path

from pension.views import (
    account,
    audit,
    health,
    jobs,
    officers,
    offices,
    second_factor,
    sessions,
    urls_uploads,
)

app_name = "pension"
urlpatterns = [
    path("login/", account.sign_in, name="login"),
    path("logout/", account.sign_out, name="logout"),
    path("password/", account.change_password, name="password"),
    path("second-factor/", second_factor.second_factor_page, name="second_factor"),
    path("second-factor/new/", second_factor.second_factor_new, name="second_factor_new"),
    path("second-factor/codes/", second_factor.recovery_codes_new, name="recovery_codes_new"),
    path("sessions/", sessions.session_list, name="sessions"),
    path("drafts/<str:key>/", account.draft, name="draft"),
    path("officers/", officers.officer_list, name="officers"),
    path("officers/new/", officers.new_officer, name="officer_new"),
    path("officers/<int:pk>/", officers.officer_page, name="officer"),
    path("officers/<int:pk>/posts/", officers.officer_posts, name="officer_posts"),
    path("officers/<int:pk>/office/", officers.officer_office, name="officer_office"),
    path("officers/<int:pk>/<str:deed>/", officers.officer_access, name="officer_access"),
    path("offices/", offices.office_list, name="offices"),
    path("offices/<int:pk>/", offices.office_page, name="office"),
    path("coverage/", officers.coverage_page, name="coverage"),
    path("jobs/", jobs.job_list, name="jobs"),
    path("jobs/<int:pk>/", jobs.job_page, name="job"),
    path("jobs/<int:pk>/progress/", jobs.job_progress, name="job_progress"),
    path("jobs/<int:pk>/retry/", jobs.job_retry, name="job_retry"),
    path("jobs/files/<int:pk>/", jobs.job_file, name="job_file"),
    path("audit/", audit.audit_list, name="audit"),
    path("health/", health.health, name="health"),
    *urls_uploads.urlpatterns,
]
