// Package binding holds thin typed bindings of single resources whose SDK package would cost a program more to compile
// than the rest of it: ec2 of the AWS SDK takes most of a minute and gigabytes of memory, for one security group.
//
// A binding registers the same token with the same property names and the same provider version as the SDK does, so the
// engine sees no difference and a resource can move from one to the other. A test compares the fields with the SDK's.
package binding
