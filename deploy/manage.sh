#!/usr/bin/env bash
# Runs manage.py as the services do: in their account, with their environment.
# Usage, as root: deploy/manage.sh doctor
set -euo pipefail

exec systemd-run --quiet --pipe --wait --collect \
    --property=User=pension \
    --property=EnvironmentFile=/etc/pension/pension.env \
    --property=WorkingDirectory=/opt/pension \
    --property=UMask=0077 \
    /opt/pension/.venv/bin/python manage.py "$@"
