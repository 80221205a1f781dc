// Package tagging makes tags mandatory: one checked set of tags for a program, rendered for
// AWS, Google Cloud and Kubernetes.
//
// A Policy says which tags are needed. New (tags from code) and FromConfig (tags from the
// stack's configuration) check everything before a resource exists and report all problems at
// once. Their result, a Set, is what building blocks take as the field Tags; its zero value is
// refused there. Values are plain strings on purpose: a tag that is only known after a
// deployment cannot be demanded before it.
//
// In the file of a stack, Pulumi.<stack>.yaml, the tags are the object "tags" of the program's own
// project. DefaultPolicy needs these four, and accepts others:
//
//	config:
//	  shop:tags:
//	    owner: team-shop
//	    cost-center: cc-1300
//	    environment: staging
//	    service: shop
//
// # Automatic tags
//
// Every set has managed-by (always "pulumi"), pulumi-project and pulumi-stack. Giving them
// another value is an error. A policy may list them, with a Match for stack names for example;
// it may not forbid them.
//
// # One set, every platform
//
// A set must fit all the platforms at once, so that no renderer can fail and a block can move:
//
//	             AWS                      Google Cloud           Kubernetes label
//	number       50, automatic included   64                     no limit
//	key          as written               as written             without - and _ at its end
//	value        as written, 1 to 256     folded, 1 to 63        folded, 1 to 63
//	             letters, digits, spaces  a-z 0-9 - _            A-Z a-z 0-9 - _ . and a letter
//	             and + - = . _ : / @                             or digit at both ends
//
// What AWS refuses is an error. What only a label refuses is folded: @ becomes _at_, other
// characters a hyphen, and what is longer than 63 characters is cut and ends in a hash of the
// folded value. Nothing is dropped: a value of which no letter or digit would be left is an
// error, and so are two keys that Kubernetes would see as one. Two different values may fold to
// the same label; the full value stands in the Kubernetes annotation and in Map.
//
// The 50 of AWS include the tags a block adds itself, such as Name, so a set close to the limit
// can still be refused by AWS; some resources (S3 objects: 10) have lower limits.
//
// On Kubernetes the keys have no prefix, and managed-by is written as
// app.kubernetes.io/managed-by, the label other tools look for. Selectors never contain tags:
// a selector cannot change, tags can.
//
// Elastic Cloud and Twingate take the tags as Map returns them.
//
// Tags are no place for secrets or personal data: they are shown on bills, in logs and to
// everybody who may list resources.
package tagging
