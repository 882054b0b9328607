using Multiprocessing.Managers;

namespace Multiprocessing;

/// <summary>What makes a new object for each call.</summary>
public sealed partial class ManagerRegistration
{
    /// <summary>Registers what makes a new object for each <see cref="Manager.Create{T}(Factory{T})"/>.</summary>
    /// <typeparam name="T">The interface, marked with <see cref="SharedAttribute"/>.</typeparam>
    /// <param name="factory">The factory's name and type, as the client has it.</param>
    /// <param name="create">Makes an object. It is disposed when its last reference goes.</param>
    /// <exception cref="ArgumentException">The factory is registered already, or <typeparamref name="T"/> is not shared.</exception>
    public void Add<T>(Factory<T> factory, Func<T> create)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(create);
        AddFactory<T>(factory.Name, call =>
        {
            call.EndArguments();
            return create;
        });
    }

    /// <summary>Registers what makes a new object, from an argument, for each <see cref="Manager.Create{T,TArgument}(Factory{T,TArgument},TArgument)"/>.</summary>
    /// <typeparam name="T">The interface, marked with <see cref="SharedAttribute"/>.</typeparam>
    /// <typeparam name="TArgument">What the object is made from; a tuple where it is several.</typeparam>
    /// <param name="factory">The factory's name and types, as the client has it.</param>
    /// <param name="create">Makes an object. It is disposed when its last reference goes.</param>
    /// <exception cref="ArgumentException">The factory is registered already, or <typeparamref name="T"/> is not shared.</exception>
    public void Add<T, TArgument>(Factory<T, TArgument> factory, Func<TArgument, T> create)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(create);
        AddFactory<T>(factory.Name, call =>
        {
            TArgument argument = call.Read<TArgument>();
            call.EndArguments();
            return () => create(argument);
        });
    }

    /// <summary>Registers what makes a new object, from two arguments, for each <see cref="Manager.Create{T,T1,T2}(Factory{T,T1,T2},T1,T2)"/>.</summary>
    /// <typeparam name="T">The interface, marked with <see cref="SharedAttribute"/>.</typeparam>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <param name="factory">The factory's name and types, as the client has it.</param>
    /// <param name="create">Makes an object. It is disposed when its last reference goes.</param>
    /// <exception cref="ArgumentException">The factory is registered already, or <typeparamref name="T"/> is not shared.</exception>
    public void Add<T, T1, T2>(Factory<T, T1, T2> factory, Func<T1, T2, T> create)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(create);
        AddFactory<T>(factory.Name, call =>
        {
            T1 argument1 = call.Read<T1>();
            T2 argument2 = call.Read<T2>();
            call.EndArguments();
            return () => create(argument1, argument2);
        });
    }

    /// <summary>Registers what makes a new object, from three arguments, for each <see cref="Manager.Create{T,T1,T2,T3}(Factory{T,T1,T2,T3},T1,T2,T3)"/>.</summary>
    /// <typeparam name="T">The interface, marked with <see cref="SharedAttribute"/>.</typeparam>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <param name="factory">The factory's name and types, as the client has it.</param>
    /// <param name="create">Makes an object. It is disposed when its last reference goes.</param>
    /// <exception cref="ArgumentException">The factory is registered already, or <typeparamref name="T"/> is not shared.</exception>
    public void Add<T, T1, T2, T3>(Factory<T, T1, T2, T3> factory, Func<T1, T2, T3, T> create)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(create);
        AddFactory<T>(factory.Name, call =>
        {
            T1 argument1 = call.Read<T1>();
            T2 argument2 = call.Read<T2>();
            T3 argument3 = call.Read<T3>();
            call.EndArguments();
            return () => create(argument1, argument2, argument3);
        });
    }

    /// <summary>Registers what makes a new object, from four arguments, for each <see cref="Manager.Create{T,T1,T2,T3,T4}(Factory{T,T1,T2,T3,T4},T1,T2,T3,T4)"/>.</summary>
    /// <typeparam name="T">The interface, marked with <see cref="SharedAttribute"/>.</typeparam>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <typeparam name="T3">The type of argument 3.</typeparam>
    /// <typeparam name="T4">The type of argument 4.</typeparam>
    /// <param name="factory">The factory's name and types, as the client has it.</param>
    /// <param name="create">Makes an object. It is disposed when its last reference goes.</param>
    /// <exception cref="ArgumentException">The factory is registered already, or <typeparamref name="T"/> is not shared.</exception>
    public void Add<T, T1, T2, T3, T4>(Factory<T, T1, T2, T3, T4> factory, Func<T1, T2, T3, T4, T> create)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(create);
        AddFactory<T>(factory.Name, call =>
        {
            T1 argument1 = call.Read<T1>();
            T2 argument2 = call.Read<T2>();
            T3 argument3 = call.Read<T3>();
            T4 argument4 = call.Read<T4>();
            call.EndArguments();
            return () => create(argument1, argument2, argument3, argument4);
        });
    }

    private void AddFactory<T>(string name, Func<ServedCall, Func<T>> bind)
        where T : class
    {
        SharedContract.Of<T>();
        Func<ServedCall, ValueTask> serve = call =>
        {
            Func<T> create = bind(call);
            try
            {
                call.WriteReference(create() ?? throw Errors.FactoryGaveNull(name));
            }
            catch (Exception e)
            {
                throw new FactoryFailedException(e);
            }

            return default;
        };
        if (!_factories.TryAdd(name, serve)) throw Errors.NameRegistered(name);
    }
}
