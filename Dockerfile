# Built alike by docker, buildah (--format docker keeps the health check) and podman.
ARG PYTHON_IMAGE=python:3.13-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
WORKDIR /app
COPY requirements.lock ./
RUN pip install --require-hashes --only-binary :all: --requirement requirements.lock
COPY . .
# Nothing of these values stays in the image: they only let the settings be read.
RUN python -m trilha.translations \
 && SECRET_KEY=build ALLOWED_HOSTS=build DATABASE_URL=sqlite:////tmp/build.sqlite3 \
    python manage.py collectstatic --noinput \
 && python -m compileall -q /app

FROM ${PYTHON_IMAGE}
RUN useradd --uid 10001 --no-create-home trilha
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PORT=8000
COPY --from=build /venv /venv
# Owned by root: whoever breaks into the app cannot change its code.
COPY --from=build /app /app
WORKDIR /app
ARG REVISION=
ENV REVISION=${REVISION}
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=15s CMD ["python", "-m", "trilha.health"]
# Migrations are a step of their own: `python manage.py migrate`, once per release.
CMD ["gunicorn", "--config", "python:trilha.server", "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "trilha.wsgi"]
