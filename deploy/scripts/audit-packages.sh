#!/usr/bin/env bash
# Looks for known vulnerabilities in all packages, those that packages bring along included. Fails if there is one, and
# if the feed does not tell of any in a package that is known to have one: then nothing would have been looked for.
set -euo pipefail
cd "$(dirname "$0")/../.."

probe=$(mktemp -d)
trap 'rm -rf "$probe"' EXIT
cp NuGet.config "$probe"
cat >"$probe/Probe.csproj" <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <!-- CVE-2024-21907 -->
  <ItemGroup><PackageReference Include="Newtonsoft.Json" Version="12.0.1" /></ItemGroup>
</Project>
END
told=$(dotnet restore "$probe/Probe.csproj" -p:NuGetAudit=true 2>&1) || true
if [[ ! "$told" =~ NU190[1-4] ]]; then
    echo "The feed of NuGet.config tells of no vulnerability: run this where it can be asked." >&2
    exit 1
fi

# Warnings are errors, those of the audit as well.
for project in Orleans.sln tests/Benchmarks/Peers/*.csproj; do
    dotnet restore "$project" --force -p:NuGetAudit=true -p:NuGetAuditMode=all -p:NuGetAuditLevel=low
done
echo "No package has a vulnerability that the feed knows."
