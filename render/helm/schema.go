package helm

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/santhosh-tekuri/jsonschema/v6"
	chart "helm.sh/helm/v4/pkg/chart/v2"
)

// refuse answers every reference to what is not in the schema.
type refuse struct{}

func (refuse) Load(url string) (any, error) { return nil, outside{url} }

type outside struct{ url string }

func (o outside) Error() string { return fmt.Sprintf("refers to %s, and nothing is fetched", o.url) }

// dropOpenSchemas removes each values.schema.json that refers to another server, or to a file of the machine that
// renders: Helm would go there. The chart is rendered without it, and the answer says so.
func dropOpenSchemas(root *chart.Chart) []Unchecked {
	var out []Unchecked
	each(root, []string{}, func(c *chart.Chart, way []string) {
		if len(c.Schema) == 0 || !bytes.Contains(c.Schema, []byte("$ref")) {
			return
		}
		schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(c.Schema))
		if err != nil {
			return // Helm says it.
		}
		compiler := jsonschema.NewCompiler()
		// As Helm's: pkg/chart/common/util, jsonschema.go. A URN that is not known allows everything.
		compiler.UseLoader(jsonschema.SchemeURLLoader{
			"file": refuse{}, "http": refuse{}, "https": refuse{}, "urn": anything{},
		})
		const name = "file:///values.schema.json"
		if err := compiler.AddResource(name, schema); err != nil {
			return
		}
		_, err = compiler.Compile(name)
		var load *jsonschema.LoadURLError
		if errors.As(err, &load) {
			out = append(out, Unchecked{way, bounded(load.Err.Error())})
			c.Schema = nil
		}
	})
	return out
}

type anything struct{}

func (anything) Load(string) (any, error) { return true, nil }
