{ tag: 'v2' }
