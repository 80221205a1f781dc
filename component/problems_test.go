package component_test

import (
	"errors"
	"regexp"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
)

func TestFieldErrorText(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]*component.FieldError{
		"redis: ClusterArgs.SubnetIDs: need 2 or more subnets, got 1": {
			Args: "redis.ClusterArgs", Field: "SubnetIDs", Need: "2 or more subnets", Got: "1",
		},
		"redis: ClusterArgs: need arguments, got nil": {Args: "redis.ClusterArgs", Need: "arguments", Got: "nil"},
		"redis: name: need a name":                    {Args: "redis", Field: "name", Need: "a name"},
		"Period: need 12h":                            {Field: "Period", Need: "12h"},
	} {
		assert.EqualError(t, err, want)
	}
}

func TestProblemsShowsWhatWasGiven(t *testing.T) {
	t.Parallel()
	number, period := 3, "2h"
	var absent *string
	for want, got := range map[string]any{
		"nothing":     nil,
		`"2h"`:        "2h",
		`"3h"`:        pulumi.String("3h"),
		"3":           &number,
		"1m0s":        time.Minute,
		"development": component.Development,
		"refused":     errors.New("refused"),
		"[a b]":       []string{"a", "b"},
	} {
		p := component.NewProblems("redis", "ClusterArgs")
		p.Add("Period", "one hour", got)
		require.EqualError(t, p.Err(), "redis: ClusterArgs.Period: need one hour, got "+want)
	}
	p := component.NewProblems("redis", "ClusterArgs")
	p.Add("A", "x", "")
	p.Add("B", "x", absent)
	p.Add("C", "x", &period)
	p.Addf("D", "40 characters or fewer", "%d", 41)
	assert.EqualError(t, p.Err(), `redis: ClusterArgs.A: need x, got nothing
redis: ClusterArgs.B: need x, got nothing
redis: ClusterArgs.C: need x, got "2h"
redis: ClusterArgs.D: need 40 characters or fewer, got 41`)
}

func TestProblemsWithoutProblemsIsNil(t *testing.T) {
	t.Parallel()
	p := component.NewProblems("redis", "ClusterArgs")
	assert.True(t, p.OneOf("Engine", "redis", "redis", "valkey"))
	assert.True(t, p.Between("Shards", 4, 1, 4))
	assert.True(t, p.Between("Shards", 1, 1, 4))
	assert.True(t, p.BetweenTimes("Timeout", time.Second, time.Second, time.Minute))
	assert.True(t, p.BetweenTimes("Timeout", time.Minute, time.Second, time.Minute))
	assert.True(t, p.Match("Version", "a version", "8.0", regexp.MustCompile(`^\d+\.\d+$`)))
	p.Append(nil)
	assert.NoError(t, p.Err())
}

func TestProblemsRules(t *testing.T) {
	t.Parallel()
	p := component.NewProblems("redis", "ClusterArgs")
	assert.False(t, p.OneOf("Engine", "memcached", "redis", "valkey", "keydb"))
	assert.False(t, p.Between("Shards", 0, 1, 4))
	assert.False(t, p.Between("Replicas", 5, 1, 4))
	assert.False(t, p.BetweenTimes("Timeout", time.Minute+time.Second, time.Second, time.Minute))
	assert.False(t, p.BetweenTimes("Grace", 0, time.Second, time.Minute))
	assert.False(t, p.BetweenTimes("Delay", 1500*time.Millisecond, time.Second, time.Minute))
	assert.False(t, p.Match("Version", "a version such as 8.0", "eight", regexp.MustCompile(`^\d+\.\d+$`)))
	inner := component.NewProblems("redis", "Snapshots")
	inner.Add("Period", "1h or 12h", "2h")
	inner.Add("StartTime", "a time", nil)
	p.Append(inner.Err())
	assert.EqualError(t, p.Err(), `redis: ClusterArgs.Engine: need redis, valkey or keydb, got "memcached"
redis: ClusterArgs.Shards: need 1 to 4, got 0
redis: ClusterArgs.Replicas: need 1 to 4, got 5
redis: ClusterArgs.Timeout: need whole seconds from 1s to 1m0s, got 1m1s
redis: ClusterArgs.Grace: need whole seconds from 1s to 1m0s, got 0s
redis: ClusterArgs.Delay: need whole seconds from 1s to 1m0s, got 1.5s
redis: ClusterArgs.Version: need a version such as 8.0, got "eight"
redis: Snapshots.Period: need 1h or 12h, got "2h"
redis: Snapshots.StartTime: need a time, got nothing`)
	assert.Len(t, component.FieldErrors(p.Err()), 9)
}

func TestProblemsRequire(t *testing.T) {
	t.Parallel()
	var unset pulumi.StringInput
	later := pulumi.String("vpc-1").ToStringOutput()
	for name, value := range map[string]any{
		"nil": nil, "empty string": "", "nil input": unset, "empty literal": pulumi.String(""),
		"unset output": pulumi.StringOutput{}, "empty array": pulumi.StringArray{}, "nil slice": []string(nil),
		"nil map": map[string]string(nil), "nil pointer": (*int)(nil), "nil pointer input": pulumi.StringPtrFromPtr(nil),
	} {
		p := component.NewProblems("redis", "ClusterArgs")
		assert.False(t, p.Require("VPCID", "a VPC id", value), name)
		assert.EqualError(t, p.Err(), "redis: ClusterArgs.VPCID: need a VPC id, got nothing", name)
	}
	for name, value := range map[string]any{
		"string": "x", "zero number": 0, "false": false, "literal": pulumi.String("vpc-1"), "output": later,
		"array of outputs": pulumi.StringArray{later}, "slice": []string{"a"}, "struct": struct{}{},
	} {
		p := component.NewProblems("redis", "ClusterArgs")
		assert.True(t, p.Require("VPCID", "a VPC id", value), name)
		assert.NoError(t, p.Err(), name)
	}
}

// tags stands for a tagging.Set.
type tags bool

func (t tags) IsZero() bool { return !bool(t) }

func TestProblemsOfTagsAndProfile(t *testing.T) {
	t.Parallel()
	p := component.NewProblems("redis", "ClusterArgs")
	assert.True(t, p.RequireTags(tags(true)))
	assert.True(t, p.CheckProfile(component.Production))
	assert.True(t, p.CheckProfile(component.Development))
	require.NoError(t, p.Err())
	assert.False(t, p.RequireTags(tags(false)))
	assert.False(t, p.CheckProfile(7))
	require.EqualError(t, p.Err(), `redis: ClusterArgs.Tags: need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing
redis: ClusterArgs.Profile: need production or development, got Profile(7)`)
}

func TestChoice(t *testing.T) {
	t.Parallel()
	assert.Empty(t, component.Choice(nil))
	assert.Equal(t, "a", component.Choice([]string{"a"}))
	assert.Equal(t, "a or b", component.Choice([]string{"a", "b"}))
	assert.Equal(t, "a, b or c", component.Choice([]string{"a", "b", "c"}))
}

func TestProfile(t *testing.T) {
	t.Parallel()
	var zero component.Profile
	assert.Equal(t, component.Production, zero, "the zero value is the safe one")
	assert.Equal(t, "production", zero.String())
	assert.Equal(t, "development", component.Development.String())
	assert.Equal(t, "Profile(7)", component.Profile(7).String())
	assert.True(t, component.Development.Valid())
	assert.False(t, component.Profile(-1).Valid())

	var p component.Profile
	require.NoError(t, p.UnmarshalText([]byte("development")))
	assert.Equal(t, component.Development, p)
	require.NoError(t, p.UnmarshalText([]byte("production")))
	assert.Equal(t, component.Production, p)
	assert.EqualError(t, p.UnmarshalText([]byte("prod")), `need production or development, got "prod"`)

	name, err := component.Development.MarshalText()
	require.NoError(t, err)
	assert.Equal(t, "development", string(name))
	_, err = component.Profile(7).MarshalText()
	require.EqualError(t, err, "need production or development, got Profile(7)")
	assert.Equal(t, []any{"production", "development"}, zero.JSONSchema()["enum"])
}

func TestMatchInputLooksAtLiteralsOnly(t *testing.T) {
	t.Parallel()
	p := component.NewProblems("redis", "ClusterArgs")
	vpc := regexp.MustCompile("^vpc-")
	assert.True(t, p.MatchInput("VPCID", "a VPC id", pulumi.String("vpc-1"), vpc))
	assert.True(t, p.MatchInput("VPCID", "a VPC id", pulumi.String("subnet-1").ToStringOutput(), vpc), "known only later")
	assert.True(t, p.MatchInput("VPCID", "a VPC id", nil, vpc), "a missing value is for Require")
	require.NoError(t, p.Err())
	assert.False(t, p.MatchInput("VPCID", "a VPC id", pulumi.String("subnet-1"), vpc))
	require.EqualError(t, p.Err(), `redis: ClusterArgs.VPCID: need a VPC id, got "subnet-1"`)
}
