package simcloud

import (
	"context"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/groundwork-go/groundwork/internal/simcloud/schema"
)

// Invoke answers a provider function (a data source). The common ones are answered by hand; any other gives its arguments
// back with an id, and what the table knows of the resource type of that name.
// The place is what the provider is configured with. A question that the real function refuses is answered with failures.
func (c *Cloud) Invoke(
	ctx context.Context, place Place, token string, args resource.PropertyMap,
) (resource.PropertyMap, []Failure, error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	if asked, ok := questions()[token]; ok {
		if failures := asked(plainMap(args)); len(failures) > 0 {
			return nil, failures, nil
		}
	}
	if answer, ok := answers()[token]; ok {
		out := kind{}.echo(args)
		for name, v := range answer(c.asker(place, token, args)) {
			out[name] = v
		}
		return out, nil, nil
	}
	return c.genericAnswer(place, token, args), nil, nil
}

// asker is the subject of an answer: the same question always has the same one.
func (c *Cloud) asker(place Place, token string, args resource.PropertyMap) subject {
	in := plainMap(args)
	seed := fingerprint(Object{ID: resource.ID(token), Outputs: in})
	return subject{token: token, id: text(in, "id"), name: text(in, "name"), in: in, place: place.or(c.place), seed: seed}
}

// genericAnswer treats aws:ec2/getVpc:getVpc as a look-up of an aws:ec2/vpc:Vpc.
func (c *Cloud) genericAnswer(place Place, token string, args resource.PropertyMap) resource.PropertyMap {
	out := kind{}.echo(args)
	s := c.asker(place, token, args)
	k := kind{token: resourceToken(token)}
	k.table, k.inTable = schema.Lookup(k.token)
	if s.name == "" {
		s.name = lastPart(first(s.id, k.typeName()), "/")
	}
	s.token = k.token
	if s.id == "" {
		s.id = k.newID(s)
	}
	for _, o := range k.table.Outputs {
		name := resource.PropertyKey(o.Name)
		if _, given := out[name]; !given && (o.Always || k.landmark(o.Name)) {
			out[name] = k.generic(s, o.Name, o.Kind)
		}
	}
	if _, given := out["id"]; !given {
		out["id"] = str(s.id)
	}
	return k.hideSecrets(out)
}
