# The webhook, for charts/jhub-lint. Build: docker build -t jhub-lint .
FROM node:20-bookworm-slim AS build
WORKDIR /build
COPY . .
RUN npm ci --ignore-scripts --no-audit --no-fund && npm run build

FROM gcr.io/distroless/nodejs20-debian12:nonroot
COPY --from=build /build/dist /app/dist
COPY --from=build /build/LICENSE /build/NOTICE /app/
USER 65532:65532
EXPOSE 8443 8080
ENTRYPOINT ["/nodejs/bin/node", "/app/dist/jhub-lint-webhook.cjs"]
