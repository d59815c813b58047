#!/usr/bin/env bash
# The path of an httpGet probe. Needs Go 1.26; compiles for some minutes the first time.
# Guess, before it ran: the kubelet asks for `path` as it is written, behind the pod's address and port, with a slash added in front
# where there is none.
# Came out: it reads the path as a web address of its own and puts scheme, host and port in afterwards. Two slashes in front, as a
# base of "/" joined with "/healthz" gives them, make the first part a host that is dropped: the probe asks for `/`, and a start page
# that answers 200 makes the pod ready. The same with `/#/status`. A colon in the first part, without a slash before it, is a scheme:
# such a probe never succeeds, and neither the API server nor kubectl objects.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > main.go <<'GO'
package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strconv"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/kubernetes/pkg/probe"
	kubelet "k8s.io/kubernetes/pkg/probe/http"
)

func main() {
	asked := ""
	server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		asked = request.RequestURI
		if asked != "/" {
			http.NotFound(answer, request)
		}
	}))
	defer server.Close()
	address, _ := url.Parse(server.URL)
	port, _ := strconv.Atoi(address.Port())
	fmt.Println("k8s.io/kubernetes v1.37.2 (pkg/probe/http); the server answers 200 at / and 404 elsewhere")
	asFound := true
	for _, row := range []struct {
		path, asked string
		result      probe.Result
	}{
		{"/healthz", "/healthz", probe.Failure},
		{"healthz", "/healthz", probe.Failure},
		{"/base//healthz", "/base//healthz", probe.Failure},
		{"//healthz", "/", probe.Success},
		{"//healthz/ready", "/ready", probe.Failure},
		{"/#/status", "/", probe.Success},
		{"http://other.example/", "/", probe.Success},
		{"status:ready", "", probe.Failure},
		{"localhost:8080/", "", probe.Failure},
	} {
		asked = ""
		action := &corev1.HTTPGetAction{Path: row.path, Port: intstr.FromInt32(int32(port))}
		request, err := kubelet.NewRequestForHTTPGetAction(action, &corev1.Container{}, address.Hostname(), "probe")
		if err != nil {
			fmt.Println(err)
			os.Exit(2)
		}
		result, _, err := kubelet.New(true).Probe(request, 5*time.Second)
		if err != nil {
			fmt.Println(err)
			os.Exit(2)
		}
		fmt.Printf("path %-22s  asked for %-15q  %s\n", row.path, asked, result)
		asFound = asFound && asked == row.asked && result == row.result
	}
	if !asFound {
		os.Exit(1)
	}
}
GO
go mod init finding >/dev/null 2>&1
listed=$(go mod download -json k8s.io/kubernetes@v1.37.2 | sed -n 's/^\t"GoMod": "\(.*\)",$/\1/p')
# shellcheck disable=SC2046 # one word a module
go mod edit -require k8s.io/kubernetes@v1.37.2 \
  $(sed -n 's#^\tk8s.io/\([a-z-]*\) => ./staging.*#-replace k8s.io/\1=k8s.io/\1@v0.37.2#p' "$listed")
go run -mod=mod . 2>errors || { status=$?; cat errors; exit $status; }
