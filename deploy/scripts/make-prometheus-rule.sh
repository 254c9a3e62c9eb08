#!/bin/sh
# Writes the rules of deploy/prometheus/rules as objects of the Prometheus Operator to standard output:
#   make-prometheus-rule.sh | kubectl apply -f -
# A Prometheus that chooses rules by label needs that label too: make-prometheus-rule.sh 'release: kube-prometheus-stack'
set -eu
for file in "$(dirname "$0")"/../prometheus/rules/*.yml; do
    printf -- '---\napiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n'
    printf '  name: orchestrix-%s\n  namespace: orchestrix\n' "$(basename "$file" .yml)"
    [ -z "${1:-}" ] || printf '  labels:\n    %s\n' "$1"
    printf 'spec:\n'
    sed 's/^\(.\)/  \1/' "$file"
done
