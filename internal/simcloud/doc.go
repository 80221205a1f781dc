// Package simcloud models the clouds behind both test fronts: what a provider computes, names, refuses, replaces,
// and how long each operation takes in the real cloud. It speaks the engine's own language, [resource.PropertyMap],
// so that a front only has to hand requests over.
//
// # What it does for every type
//
// The table in package schema says which inputs a type has, which of them are required or force a replacement, and which
// outputs the provider computes. From it a [Cloud] checks inputs, gives auto-names, and fills outputs with values of the right
// type. All of them are derived by hashing: two runs of one program make the same graph, and a replacement makes a
// different object. No clock and no random source is read. A type that the table does not hold still works (its inputs
// come back as outputs) and is listed by [Cloud.Unmodelled].
//
// # How to add a model
//
// Behaviour that the table cannot know is a model: one value in the slice of its family's file (gcp_redis.go, random.go, …).
// Every field but the token is optional:
//
//	{
//		token: "aws:lb/targetGroup:TargetGroup",
//		// What its physical name must look like. With a property that the program leaves out, the name is made up;
//		// one that gets too long is an error, as in the real providers.
//		name: nameRule{property: "name", max: 32, unique: true},
//		// The exact inputs whose change replaces; nil leaves that to the table.
//		replace: []string{"name", "port", "protocol", "vpcId"},
//		// Replacements that depend on the direction of a change, such as a downgrade.
//		replaceWhen: func(old, next resource.PropertyMap) []string { … },
//		// Value rules. Inputs hold no secret wrappers; an unknown value reads like a missing one.
//		check: func(in resource.PropertyMap) []Failure { … },
//		// The id, when it is more than the provider's usual form.
//		id: func(s subject) string { return s.arn("targetgroup/" + s.name + "/" + s.hex("arn", 16)) },
//		// Outputs that need more than the generic value of their type. An empty value means that there is none.
//		outputs: func(s subject) resource.PropertyMap { … },
//		// Outputs among them that each update computes anew; the others keep the value they were created with.
//		follow: []string{"state"},
//		// The same for those that the inputs and the name alone decide: a preview knows them while they stay as they are.
//		derived: []string{"memberClusters"},
//		// Blocks that stay as they are when the program leaves them out.
//		sticks: []string{"accessLogs"},
//		// Objects that share a text are numbered: subject.number is one more than any number before it, also of an object
//		// that is gone. The output has to hold it.
//		series: series{of: "family", number: "revision"},
//		// How long the real cloud takes; depends, when that depends on what changes.
//		takes: durations{create: 20 * time.Second, depends: func(op Op, old, next resource.PropertyMap) time.Duration { … }},
//		// What the cloud refuses to create or change because of the other objects that live; was is empty on create.
//		admit: func(was, o Object, live []Object) refusal { return refuse("InvalidSubnet.Conflict", "…") },
//		// What the cloud refuses to delete because of the object's own inputs, as the state has them.
//		keep: func(in resource.PropertyMap) refusal { return refuse("OperationNotPermitted", "…") },
//		// The inputs of other types that keep an object from being deleted by naming its id, at any depth.
//		inUse: use{code: "DependencyViolation", by: []holder{{"aws:ec2/subnet:Subnet", "vpcId"}}},
//		// What deleting an object leaves behind. It is stored and told of like any object, under a token of its own, and
//		// nothing deletes it. When it is there already, the deletion is refused with the code and changes nothing. The
//		// object is asked for with the inputs of the state, as a provider deletes with those.
//		leaves: leftover{object: finalSnapshot, taken: "SnapshotAlreadyExistsFault"},
//	}
//
// The family's function (gcpModels, randomModels, …) is listed in newModels. A test by value belongs to every rule. An
// input that always replaces goes into the table (undocumented.go of package gen) rather than into the model.
//
// # Limits
//
// An imported object, and one that a look-up found, is remembered until the process ends; Changed does not tell of it.
// The providers themselves (pulumi:providers:…) are never replaced. A bucket can be deleted whatever is in it. Only inputs of
// the types that a model lists hold other objects. What a snapshot holds is not modelled: restoring from a name that no
// object has works. A changed node type or version takes its full time, also where it waits for the maintenance window.
//
// A number of a series that was given to an object which is gone is remembered until the process ends. While one task
// definition replaces another one, both cannot have the family as their id, as they have in AWS: the second gets another
// id. Container definitions are compared as texts. Tasks always start: no deployment is rolled back, and a service takes
// its time also when nobody waits for a steady state. The network of a load balancer is made up; its listeners, and the
// rules of a listener, do not go with it. Rules of a listener that lives elsewhere may have one priority.
//
// A value rule here is a copy of what a provider checks; that the cloud itself accepts a request is proved by neither
// front. Required properties and kinds are checked on the top level of a resource only, not inside nested objects.
package simcloud
