// Says of each pod on standard input (a JSON object a line) what Kubernetes refuses in it (a JSON list a line).
// How to build it: fixtures/pod-validation/README.md.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	v1 "k8s.io/api/core/v1"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	podutil "k8s.io/kubernetes/pkg/api/pod"
	core "k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	"k8s.io/kubernetes/pkg/apis/core/validation"
	"k8s.io/kubernetes/pkg/capabilities"
)

func main() {
	capabilities.Setup(true, 0)
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 1<<26)
	for in.Scan() {
		var pod v1.Pod
		out := []string{}
		if err := json.Unmarshal(in.Bytes(), &pod); err != nil {
			out = append(out, "decode: "+err.Error())
		} else {
			legacyscheme.Scheme.Default(&pod)
			var internal core.Pod
			if err := legacyscheme.Scheme.Convert(&pod, &internal, nil); err != nil {
				out = append(out, "convert: "+err.Error())
			} else {
				opts := podutil.GetValidationOptionsFromPodSpecAndMeta(&internal.Spec, nil, &internal.ObjectMeta, nil)
				opts.ResourceIsPod = true
				for _, e := range validation.ValidatePodCreate(&internal, opts) {
					out = append(out, e.Error())
				}
			}
		}
		b, _ := json.Marshal(out)
		fmt.Println(string(b))
	}
}
