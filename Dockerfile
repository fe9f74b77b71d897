# One image for web, worker and beat. It runs as an ordinary user and writes below /app/var and /tmp alone, so its root
# file system can be read-only. docs/configuration.md lists what it reads from the environment.

FROM node:22-slim AS assets
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY assets assets
RUN npm run build

FROM python:3.13-slim AS packages
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN python -m venv .venv && .venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements/base.txt

FROM python:3.13-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent app
WORKDIR /app
COPY --from=packages /app/.venv .venv
COPY . .
COPY --from=assets /src/assets/dist assets/dist
ENV PATH=/app/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=mensenhandel.settings.production
# The keys are for this one step; nothing of them stays in the image.
RUN SECRET_KEY=build SEAL_KEYS= WALLS_KEY= DATABASE_URL=postgresql:///build REDIS_URL=memory:// \
    python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q -x '/[.]venv/' . \
    && mkdir -p var keys && chown app:app var keys
USER app
EXPOSE 8000
# Worker: celery --app mensenhandel worker   Beat: celery --app mensenhandel beat --schedule /tmp/beat --pidfile=
# gunicorn.conf.py says what its log may hold.
CMD ["gunicorn", "mensenhandel.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--preload", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
