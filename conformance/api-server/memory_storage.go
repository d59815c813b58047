package main

import (
	"context"
	"fmt"
	"sync"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/registry/generic"
	"k8s.io/apiserver/pkg/storage"
	"k8s.io/apiserver/pkg/storage/storagebackend"
	"k8s.io/apiserver/pkg/storage/storagebackend/factory"
	"k8s.io/client-go/tools/cache"
	"k8s.io/kubernetes/pkg/api/legacyscheme"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// memoryStorage stands where etcd stands under a real registry: it keeps each object as the bytes of its storage
// version, so that every read decodes, defaults and converts as it does in a cluster. The nil interface stands for the
// methods that no create, update, patch or apply calls.
type memoryStorage struct {
	storage.Interface
	codec   runtime.Codec
	mutex   sync.Mutex
	entries map[string]entry
	version uint64
}

type entry struct {
	data    []byte
	version uint64
}

var versioner = storage.APIObjectVersioner{}

func (s *memoryStorage) Versioner() storage.Versioner { return versioner }

func (s *memoryStorage) ReadinessCheck() error { return nil }

func (s *memoryStorage) Create(_ context.Context, key string, obj, out runtime.Object, _ uint64) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if _, exists := s.entries[key]; exists {
		return storage.NewKeyExistsError(key, 0)
	}
	return s.put(key, obj, out)
}

func (s *memoryStorage) Get(_ context.Context, key string, opts storage.GetOptions, out runtime.Object) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	found, exists := s.entries[key]
	if !exists {
		if opts.IgnoreNotFound {
			return runtime.SetZeroValue(out)
		}
		return storage.NewKeyNotFoundError(key, 0)
	}
	return s.decode(found, out)
}

func (s *memoryStorage) GuaranteedUpdate(ctx context.Context, key string, out runtime.Object, ignoreNotFound bool,
	preconditions *storage.Preconditions, tryUpdate storage.UpdateFunc, _ runtime.Object) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	existing := out.DeepCopyObject()
	if err := runtime.SetZeroValue(existing); err != nil {
		return err
	}
	found, exists := s.entries[key]
	if exists {
		if err := s.decode(found, existing); err != nil {
			return err
		}
	} else if !ignoreNotFound {
		return storage.NewKeyNotFoundError(key, 0)
	}
	if err := preconditions.Check(key, existing); err != nil {
		return err
	}
	updated, _, err := tryUpdate(existing, storage.ResponseMeta{ResourceVersion: found.version})
	if err != nil {
		return err
	}
	return s.put(key, updated, out)
}

func (s *memoryStorage) put(key string, obj, out runtime.Object) error {
	if err := versioner.PrepareObjectForStorage(obj); err != nil {
		return err
	}
	data, err := runtime.Encode(s.codec, obj)
	if err != nil {
		return err
	}
	s.version++
	s.entries[key] = entry{data: data, version: s.version}
	return s.decode(s.entries[key], out)
}

func (s *memoryStorage) decode(found entry, out runtime.Object) error {
	if _, _, err := s.codec.Decode(found.data, nil, out); err != nil {
		return err
	}
	return versioner.UpdateObject(out, found.version)
}

// memoryOptions hands one memoryStorage to every registry that asks, in the storage version that Kubernetes uses.
type memoryOptions struct {
	all []*memoryStorage
}

var storageVersions = map[string]schema.GroupVersion{
	"":            {Version: "v1"},
	"apps":        {Group: "apps", Version: "v1"},
	"autoscaling": {Group: "autoscaling", Version: "v2"},
	"policy":      {Group: "policy", Version: "v1"},
}

func (o *memoryOptions) GetRESTOptions(resource schema.GroupResource, _ runtime.Object) (generic.RESTOptions, error) {
	version, known := storageVersions[resource.Group]
	if !known {
		return generic.RESTOptions{}, fmt.Errorf("no storage version for %v", resource)
	}
	codec := legacyscheme.Codecs.LegacyCodec(version)
	config := storagebackend.NewDefaultConfig("/registry", codec)
	config.EncodeVersioner = runtime.NewMultiGroupVersioner(version)
	return generic.RESTOptions{
		StorageConfig:  config.ForResource(resource),
		ResourcePrefix: resource.Group + "/" + resource.Resource,
		Decorator: func(*storagebackend.ConfigForResource, string, func(runtime.Object) (string, error),
			func() runtime.Object, func() runtime.Object, storage.AttrFunc, storage.IndexerFuncs, *cache.Indexers,
		) (storage.Interface, factory.DestroyFunc, error) {
			made := &memoryStorage{codec: codec, entries: map[string]entry{}}
			o.all = append(o.all, made)
			return made, func() {}, nil
		},
	}, nil
}

func (o *memoryOptions) clear() {
	for _, each := range o.all {
		clear(each.entries)
	}
}
