package simcloud

import (
	"slices"
	"sort"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// key is how a provider finds an object.
type key struct {
	token string
	id    resource.ID
}

// store holds the objects of a cloud. Two URNs may hold one key: the same object name in two Kubernetes clusters.
type store struct {
	byURN    map[resource.URN]map[resource.ID]Object
	byKey    map[key][]resource.URN
	names    map[string]resource.URN // unique physical names, and who holds them
	claim    func(Object) string     // the unique name that an object holds; empty for none
	numbers  map[string]int          // the highest number of each series, whether its object still lives or not
	numbered func(Object) (string, int)
	last     map[resource.URN]string // fingerprint of the object of a URN that was deleted last
	gone     map[key][]resource.URN  // ids that were deleted here, and under which URNs
	existing map[key]Object          // what look-ups found: objects that were made elsewhere
}

func newStore(claim func(Object) string, numbered func(Object) (string, int)) store {
	return store{
		byURN:    map[resource.URN]map[resource.ID]Object{},
		byKey:    map[key][]resource.URN{},
		names:    map[string]resource.URN{},
		claim:    claim,
		numbers:  map[string]int{},
		numbered: numbered,
		last:     map[resource.URN]string{},
		gone:     map[key][]resource.URN{},
		existing: map[key]Object{},
	}
}

func (o Object) withToken() Object {
	if o.Token == "" {
		o.Token = string(o.URN.Type())
	}
	return o
}

// put stores an object in place of the one that has its URN and id.
func (s *store) put(o Object) {
	if old, ok := s.byURN[o.URN][o.ID]; ok {
		s.drop(old)
	}
	if s.byURN[o.URN] == nil {
		s.byURN[o.URN] = map[resource.ID]Object{}
	}
	s.byURN[o.URN][o.ID] = o
	k := key{o.Token, o.ID}
	s.byKey[k] = append(s.byKey[k], o.URN)
	s.gone[k] = without(s.gone[k], o.URN)
	if name := s.claim(o); name != "" {
		s.names[name] = o.URN
	}
	if series, n := s.numbered(o); series != "" {
		s.numbers[series] = max(s.numbers[series], n)
	}
}

// next takes the next number of the series that an object is to belong to; 0 when it belongs to none.
func (s *store) next(o Object) int {
	series, _ := s.numbered(o)
	if series == "" {
		return 0
	}
	s.numbers[series]++
	return s.numbers[series]
}

// drop takes an object that is stored out of every index.
func (s *store) drop(o Object) {
	delete(s.byURN[o.URN], o.ID)
	if len(s.byURN[o.URN]) == 0 {
		delete(s.byURN, o.URN)
	}
	k := key{o.Token, o.ID}
	s.byKey[k] = without(s.byKey[k], o.URN)
	if len(s.byKey[k]) == 0 {
		delete(s.byKey, k)
	}
	if name := s.claim(o); name != "" && s.names[name] == o.URN {
		delete(s.names, name)
	}
}

// find returns the object of a key: the URN's own, or else the one that was stored last, because an object stays where
// it is when an alias gives it a new URN. A URN that deleted its own finds none.
func (s *store) find(urn resource.URN, k key) (Object, bool) {
	if o, ok := s.byURN[urn][k.id]; ok {
		return o, true
	}
	holders := s.byKey[k]
	if len(holders) == 0 || slices.Contains(s.gone[k], urn) {
		return Object{}, false
	}
	return s.byURN[holders[len(holders)-1]][k.id], true
}

func without[T comparable](list []T, drop T) []T {
	var kept []T
	for _, item := range list {
		if item != drop {
			kept = append(kept, item)
		}
	}
	return kept
}

// forget drops an object for good: it is remembered as deleted.
func (s *store) forget(urn resource.URN, k key) (Object, bool) {
	o, ok := s.find(urn, k)
	if ok {
		s.drop(o)
		s.last[urn] = fingerprint(o)
	}
	delete(s.existing, k)
	s.gone[k] = append(without(s.gone[k], urn), urn)
	return o, ok
}

// history is what a new object of the URN must differ from: all that live under it, or the one that was deleted last.
func (s *store) history(urn resource.URN) string {
	live := s.byURN[urn]
	if len(live) == 0 {
		return s.last[urn]
	}
	var all string
	for _, id := range sortedKeys(live) {
		all += fingerprint(live[id])
	}
	return all
}

func (s *store) all() []Object {
	var objects []Object
	for _, byID := range s.byURN {
		for _, o := range byID {
			objects = append(objects, o)
		}
	}
	sort.Slice(objects, func(i, j int) bool {
		if objects[i].URN != objects[j].URN {
			return objects[i].URN < objects[j].URN
		}
		return objects[i].ID < objects[j].ID
	})
	return objects
}

func sortedKeys[K ~string, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i] < keys[j] })
	return keys
}
