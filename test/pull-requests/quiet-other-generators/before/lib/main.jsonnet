{ tag: 'v1' }
