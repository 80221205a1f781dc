package simcloud_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const recordType = "aws:route53/record:Record"

var recordBase = values{"zoneId": "Z1", "name": "shop.example.com", "type": "CNAME", "ttl": 60, "records": []any{"a.example.com"}}

// weighted gives a record its share.
func weighted(identifier string, weight any) values {
	return values{"setIdentifier": identifier, "weightedRoutingPolicies": []any{values{"weight": weight}}}
}

func TestRecords(t *testing.T) {
	const both = "need one with a routing policy, and none without"
	testRules(t, recordType, recordBase, []rule{
		{"as it is", nil, "", ""},
		{"weighted", weighted("blue", 255), "", ""},
		{"silent", weighted("blue", 0), "", ""},
		{"heavy", weighted("blue", 256), "weightedRoutingPolicies[0].weight", "need 0 to 255, got 256"},
		{"of no set", with(weighted("", 1), values{"setIdentifier": nil}).Mappable(), "setIdentifier", both},
		{"a set of one", values{"setIdentifier": "blue"}, "setIdentifier", both},
		{"many values", values{"setIdentifier": "blue", "multivalueAnswerRoutingPolicy": true}, "", ""},
		{"alias", values{"ttl": nil, "records": nil, "aliases": []any{values{"name": "lb"}}}, "", ""},
		{"alias that expires", values{"records": nil, "aliases": []any{values{"name": "lb"}}}, "ttl", "conflicts with aliases"},
		{"no ttl", values{"ttl": nil}, "ttl", "need it without aliases, got none"},
		{"nothing", values{"records": nil}, "records", "need it without aliases, got none"},
	})
	c := simcloud.New(simcloud.Options{})
	blue := made(t, c, recordType, "blue", with(recordBase, weighted("blue", 1)))
	assert.EqualValues(t, "Z1_shop.example.com_CNAME_blue", blue.ID)
	assert.Equal(t, "shop.example.com", open(blue.Outputs["fqdn"]))
	_, err := created(c, recordType, "again", with(recordBase, weighted("blue", 0)))
	var conflict *simcloud.ConflictError
	require.ErrorAs(t, err, &conflict, "records of one name differ in their identifier")
	assert.EqualValues(t, "Z1_www.example.com_CNAME", made(t, c, recordType, "www", with(recordBase, values{"name": "WWW.example.com."})).ID)
}

func TestRecordsThatShareAName(t *testing.T) {
	const mixed = "RRSet with DNS name shop.example.com., type CNAME cannot be created as other RRSets exist with the same name and type."
	for _, test := range []struct {
		name        string
		there, next values
		reason      string
	}{
		{"two weights", weighted("blue", 100), weighted("green", 0), ""},
		{"two plain ones", nil, nil, ""},
		{"a weight beside a plain one", nil, weighted("green", 0), mixed},
		{"a plain one beside a weight", weighted("blue", 100), nil, mixed},
		{"another type", weighted("blue", 100), values{"type": "TXT"}, ""},
		{"another name", weighted("blue", 100), values{"name": "mail.example.com"}, ""},
		{"another zone", weighted("blue", 100), values{"zoneId": "Z2"}, ""},
		{"the name in capitals", weighted("blue", 100), values{"name": "SHOP.example.com"}, strings.Replace(mixed, "shop", "SHOP", 1)},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := simcloud.New(simcloud.Options{})
			there := made(t, c, recordType, "there", with(recordBase, test.there))
			_, err := created(c, recordType, "next", with(recordBase, test.next))
			code := "InvalidChangeBatch"
			if test.reason == "" {
				code = ""
			}
			assertRefused(t, err, code, test.reason)
			require.NoError(t, updated(c, there, with(recordBase, with(test.there, values{"ttl": 30}).Mappable())))
		})
	}
}

func TestARecordDoesNotLeaveItsLikes(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	made(t, c, recordType, "blue", with(recordBase, weighted("blue", 1)))
	green := made(t, c, recordType, "green", with(recordBase, weighted("green", 1)))
	near := with(recordBase, values{"setIdentifier": "green", "latencyRoutingPolicies": []any{values{"region": "us-east-1"}}})
	assertRefused(t, updated(c, green, near), "InvalidChangeBatch",
		"RRSet with DNS name shop.example.com., type CNAME cannot be created as other RRSets exist with the same name and type.")
}
