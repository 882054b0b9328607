namespace Multiprocessing;

/// <summary>Changes a guarded value in place and returns something. It runs while the value's lock is held, so it is to be short, and must not wait for other processes.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <typeparam name="TResult">The result's type.</typeparam>
/// <param name="value">The value, by reference. It is others' to see when this returns, and not at all when it throws.</param>
/// <returns>What <c>Update</c> returns.</returns>
public delegate TResult GuardedFunction<T, out TResult>(ref T value)
    where T : unmanaged;
