namespace Multiprocessing;

/// <summary>Changes a guarded value in place. It runs while the value's lock is held, so it is to be short, and must not wait for other processes.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="value">The value, by reference. It is others' to see when this returns, and not at all when it throws.</param>
public delegate void GuardedUpdate<T>(ref T value)
    where T : unmanaged;
